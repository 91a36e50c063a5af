from django.urls import path

from .views import checking, public
from .views.members import choosing, drafts, following, history, papers, reviewing, section, starting, submitting

app_name = "grants"
urlpatterns = [
    path("foerderung/", public.calls, name="calls"),
    path("foerderung/vergleich/", public.compare, name="compare"),
    path("foerderung/woerter/", public.glossary_page, name="glossary"),
    path("foerderung/fristen.ics", public.deadlines, name="deadlines"),
    path("foerderung/programme/<slug:slug>/", public.programme, name="programme"),
    path("foerderung/programme/<slug:slug>/richtlinie.pdf", public.guideline, name="guideline"),
    path("foerderung/<slug:slug>/", public.call, name="call"),
    path("foerderung/<slug:slug>/ausschreibung.pdf", public.call_pdf, name="call_pdf"),
    path("foerderung/<slug:slug>/frist.ics", public.call_deadline, name="call_deadline"),
    path("foerderung/<slug:slug>/check/", checking.check, name="check"),
    path("foerderung/<slug:slug>/antrag/", starting.start, name="start"),
    path("antraege/", drafts.applications, name="applications"),
    path("antraege/<slug:handle>/", drafts.application, name="application"),
    path("antraege/<slug:handle>/verlauf/", history.history, name="history"),
    path("antraege/<slug:handle>/loeschen/", drafts.discard, name="discard"),
    path("antraege/<slug:handle>/pruefen/", reviewing.review, name="review"),
    path("antraege/<slug:handle>/uebergeben/", reviewing.hand_over, name="hand_over"),
    path("antraege/<slug:handle>/einreichen/", submitting.submit, name="submit"),
    path("antraege/<slug:handle>/eingereicht/", submitting.submitted, name="submitted"),
    path("antraege/<slug:handle>/zurueckziehen/", following.withdraw, name="withdraw"),
    path("antraege/<slug:handle>/antrag.pdf", submitting.application_pdf, name="application_pdf"),
    path("antraege/<slug:handle>/anlagen/", papers.papers, name="papers"),
    path("antraege/<slug:handle>/anlagen/<slug:paper>/hochladen/", papers.upload, name="upload"),
    path("antraege/<slug:handle>/anlagen/<slug:paper>/uebernehmen/", papers.reuse, name="reuse"),
    path("antraege/<slug:handle>/anlagen/datei/<slug:key>/", papers.document, name="document"),
    path("antraege/<slug:handle>/anlagen/datei/<slug:key>/vorschau/", papers.document_preview, name="document_preview"),
    path("antraege/<slug:handle>/anlagen/datei/<slug:key>/entfernen/", papers.remove_document, name="remove_document"),
    # What follows takes any word: other pages of an application stand above.
    path("antraege/<slug:handle>/<slug:section>/", section.section, name="section"),
    path("antraege/<slug:handle>/<slug:section>/fassungen/<slug:key>/", choosing.choose, name="choose"),
]
