"""An application as PDF: as it went with the receipt, else made now."""

from django.http import HttpResponse

from . import receipts


def pdf_answer(submission):
    answer = HttpResponse(kept(submission) or receipts.paper_of(submission), content_type=receipts.PDF)
    answer["Content-Disposition"] = f'attachment; filename="{submission.application.reference}.pdf"'
    return answer


def kept(submission):
    """None where there is no file, or none any more."""
    if not submission.pdf:
        return None
    try:
        with submission.pdf.open() as file:
            return file.read()
    except FileNotFoundError:
        return None
