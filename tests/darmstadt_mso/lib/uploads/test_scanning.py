"""Against a daemon that speaks clamd's protocol on a real socket."""

import socket
import struct
import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from darmstadt_mso.lib.uploads import scanning, take

from . import samples

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def received(connection):
    """What was sent by INSTREAM."""
    stream, content = connection.makefile("rb"), b""
    assert stream.read(10) == b"zINSTREAM\0"
    while size := struct.unpack("!L", stream.read(4))[0]:
        content += stream.read(size)
    return content


def verdict(content):
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture
def daemon(settings, tmp_path):
    """Starts a scanner that answers as told; `seen` holds what it was sent."""
    seen, listening = [], socket.socket(socket.AF_UNIX)
    settings.CLAMD_SOCKET = str(tmp_path / "clamd.ctl")
    listening.bind(settings.CLAMD_SOCKET)
    listening.listen()

    def serve(answer):
        connection, _address = listening.accept()
        with connection, suppress(BrokenPipeError):
            seen.append(received(connection))
            connection.sendall(answer(seen[-1]))

    def start(answer=verdict):
        thread = threading.Thread(target=serve, args=[answer], daemon=True)
        thread.start()
        return seen

    yield start
    listening.close()


def code(content):
    with pytest.raises(ValidationError) as refused:
        scanning.is_scanned(content)
    return refused.value.code


def test_what_the_scanner_finds_nothing_in_is_scanned(daemon):
    seen, content = daemon(), b"x" * (scanning.CHUNK * 2 + 5)
    assert scanning.is_scanned(content) is True
    assert seen == [content]


def test_a_virus_is_refused_by_its_name(daemon):
    daemon()
    with pytest.raises(ValidationError) as refused:
        scanning.is_scanned(b"before" + EICAR)
    assert (refused.value.code, refused.value.params) == ("virus", {"virus": "Eicar-Signature"})


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK, I guess\0"])
def test_a_scanner_that_does_not_say_ok_fails_closed(daemon, answer):
    daemon(lambda content: answer)
    assert code(b"x") == "scanner"


def test_a_silent_scanner_is_not_waited_for_without_end(daemon, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 0.05)
    answers = threading.Event()
    daemon(lambda content: answers.wait(30) and b"")
    assert code(b"x") == "scanner"
    answers.set()


def test_a_scanner_that_does_not_run_fails_closed(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.ctl")
    assert code(b"x") == "scanner"


def test_without_a_scanner_files_are_not_scanned(settings):
    settings.CLAMD_SOCKET = ""
    assert scanning.is_scanned(EICAR) is False


def test_a_file_is_scanned_as_it_came_before_anything_opens_it(daemon):
    content = samples.dangerous_pdf()
    seen = daemon()
    assert take(samples.sent("a.pdf", content)).scanned is True
    assert seen == [content]
