"""Letting applications go, with their files: rows leave with the transaction, files once it has succeeded."""

import json

import pgtrigger
from django.db import transaction
from django.db.models import Q
from pghistory.core import event_models

from . import sections
from .models import Application, Attachment, Document, Notice, Submission
from .models.history import CASE


@transaction.atomic
def delete_applications(found, on_file=False):
    """Deletes them and what belongs to them alone; `on_file`: also what their associations keep for the next one."""
    chosen = list(found.values_list("pk", flat=True))
    documents = list(Document.objects.filter(held_by(chosen)).distinct())
    papers = [*made_of(Submission, chosen), *made_of(Notice, chosen)]
    Attachment.objects.filter(application__in=chosen).delete()
    Application.objects.filter(pk__in=chosen).delete()
    delete_unused(documents, on_file)
    drop_files(papers)
    forget_texts(chosen)
    return len(chosen)


def made_of(model, applications):
    """The PDFs that the portal has made of them."""
    return [thing.pdf for thing in model.objects.filter(application__in=applications).exclude(pdf="")]


def forget_texts(applications):
    """What the history has of the texts in their files."""
    states = [model for model in event_models() if model.pgh_tracked_model in CASE]
    with pgtrigger.ignore(*(f"{model._meta.label}:append_only" for model in states)):
        for model in states:
            model.objects.filter(application_id__in=applications).delete()


def held_by(applications):
    """The condition for documents that hang on these applications, or were sent with one of them."""
    contents = Submission.objects.filter(application__in=applications).values_list("content", flat=True)
    sent = [paper["key"] for content in contents for paper in json.loads(content)["answers"][sections.PAPERS]]
    return Q(attachments__application__in=applications) | Q(key__in=sent)


def was_sent(document):
    """Whether it stands in what an association has sent, even if it hangs on no application any more."""
    named = f'"key":"{document.key}"'
    of_association = Submission.objects.filter(application__organisation=document.organisation_id)
    return of_association.filter(content__contains=named).exists()


def delete_unused(documents, on_file=False):
    """Those of the documents that no application holds any more and that were never sent."""
    left = [document.pk for document in documents if not was_sent(document)]
    unused = Document.objects.filter(pk__in=left, attachments=None)
    unused = list(unused if on_file else unused.filter(on_file=""))
    Document.objects.filter(pk__in=[document.pk for document in unused]).delete()
    drop_files([document.file for document in unused])


def drop_files(files):
    for file in files:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))
