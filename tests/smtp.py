"""A mail server that keeps what it takes, refuses what it is told to, and can be stopped at any step.

The answer None hangs up instead.
"""

import contextlib
import email
import socketserver
import threading
from email.policy import default

GREETING, ACCEPTANCE = "greeting", "."
ANSWERS = {GREETING: "220 sink", "DATA": "354 go on", "QUIT": "221 bye", "EHLO": "250 sink"}


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads, block_on_close, allow_reuse_address = True, False, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.host, self.port = self.server_address
        self.messages, self.answers = [], {}
        self.stops_at, self.stopped, self.goes_on = None, threading.Event(), threading.Event()

    @property
    def url(self):
        return f"smtp://{self.host}:{self.port}"

    def stop_at(self, step):
        self.stops_at = step
        self.stopped.clear()
        self.goes_on.clear()

    def go_on(self):
        self.stops_at = None
        self.goes_on.set()

    def answer_to(self, step):
        if self.stops_at == step:
            self.stopped.set()
            self.goes_on.wait(120)
        return self.answers.get(step, ANSWERS.get(step, "250 fine"))


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(ConnectionError):
            self.say(GREETING)
            for line in self.rfile:
                step = line.split()[0].decode().upper()
                self.say(step)
                if step == "DATA" and self.said.startswith("354"):
                    self.take()
                if step == "QUIT" or self.said.startswith("421"):
                    return

    def say(self, step):
        self.said = self.server.answer_to(step)
        if self.said is None:
            raise ConnectionError("hangs up")
        self.wfile.write(f"{self.said}\r\n".encode())

    def take(self):
        lines = iter(self.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") for line in lines if line or self.gone())
        if not self.server.answers.get(ACCEPTANCE):
            self.server.messages.append(email.message_from_bytes(raw, policy=default))
        self.say(ACCEPTANCE)

    def gone(self):
        raise ConnectionError("nobody is there any more")


@contextlib.contextmanager
def sink():
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.go_on()
        server.shutdown()
        thread.join()
