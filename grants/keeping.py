"""Letting applications go, with their files: rows leave with the transaction, files once it has succeeded."""

from django.db import transaction

from .models import Application, Attachment, Document, Submission


@transaction.atomic
def delete_applications(found, on_file=False):
    """Deletes them and what belongs to them alone; `on_file`: also what their associations keep for the next one."""
    chosen = list(found.values_list("pk", flat=True))
    documents = list(Document.objects.filter(attachments__application__in=chosen).distinct())
    receipts = [submission.pdf for submission in Submission.objects.filter(application__in=chosen).exclude(pdf="")]
    Attachment.objects.filter(application__in=chosen).delete()
    Application.objects.filter(pk__in=chosen).delete()
    delete_unused(documents, on_file)
    drop_files(receipts)
    return len(chosen)


def delete_unused(documents, on_file=False):
    """Those of the documents that no application holds any more."""
    unused = Document.objects.filter(pk__in=[document.pk for document in documents], attachments=None)
    unused = list(unused if on_file else unused.filter(on_file=""))
    Document.objects.filter(pk__in=[document.pk for document in unused]).delete()
    drop_files([document.file for document in unused])


def drop_files(files):
    for file in files:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))
