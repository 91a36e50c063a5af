"""A file that is too large takes neither memory nor disk, and the form still has everything else."""

import pytest
from django.test import RequestFactory

from . import samples


@pytest.mark.parametrize(("bytes_sent", "bytes_kept"), [(99, 99), (100, 100), (101, 101), (5_000_000, 101)])
def test_one_byte_too_many_is_kept_at_the_most(settings, bytes_sent, bytes_kept):
    settings.UPLOAD_MAX_BYTES = 100
    typed = {"before": "typed", "file": samples.sent("a.pdf", b"x" * bytes_sent), "further": "typed too"}
    request = RequestFactory().post("/", typed)
    assert request.POST.dict() == {"before": "typed", "further": "typed too"}
    assert (request.FILES["file"].name, request.FILES["file"].size) == ("a.pdf", bytes_kept)
    request.close()


def test_large_files_on_the_disk_are_cut_too(settings):
    settings.UPLOAD_MAX_BYTES = 3_000_000
    request = RequestFactory().post("/", {"file": samples.sent("a.pdf", b"x" * 4_000_000), "further": "typed"})
    assert request.POST["further"] == "typed"
    assert request.FILES["file"].size == len(request.FILES["file"].read()) == 3_000_001
    request.close()
