"""manage.py serve: everything on one machine, from an empty folder to a running portal."""

import contextlib
import errno
import http.client
import io
import signal
import socket
import sys
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection, connections

from darmstadt_mso import gunicorn_conf, health
from darmstadt_mso.lib import localpg
from darmstadt_mso.lib.children import Children
from darmstadt_mso.lib.collection import collect_changed

DEMO_DOMAIN = "@demo.example"
DEMO_STAFF = ("leitung", "redaktion", "foerderung", "entscheidung", "beirat")
DEMO_MEMBERS = ("vorstand", "mitglied", "fremd", "neu")
DEMO_PASSWORD = "demo-darmstadt"
STARTING_LOCK = 0x6D736F  # one instance at a time prepares a shared database
START_PATIENCE = 60  # seconds
WEB_SERVER = (sys.executable, "-m", "gunicorn", "darmstadt_mso.wsgi", "--config", "python:darmstadt_mso.gunicorn_conf")
WORKER = (sys.executable, "manage.py", "work")


class Command(BaseCommand):
    help = "Prepares the database and runs the portal until Ctrl-C."

    def handle(self, *args, **options):
        end_in_order_on(signal.SIGTERM, signal.SIGHUP)
        try:
            refuse_taken_port(gunicorn_conf.HOST, gunicorn_conf.PORT)
            prepare(self.say)
            words = greeting()
            connections.close_all()  # a session less; the embedded database stays ours until the end
            self.run_children(words)
        except KeyboardInterrupt:
            pass
        except OperationalError as error:
            sys.exit(no_database(error))
        finally:
            leave_database()
        self.say("Stopped.")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def run_children(self, words):
        children = Children(grace=gunicorn_conf.graceful_timeout + 5)
        try:
            children.start("web server", WEB_SERVER)
            wait_for_answer(children)
            children.keep("worker", WORKER, self.say_return)
            self.say(words)
            fail_for(*children.wait_for_end())
        finally:
            children.stop()

    def say_return(self, name, code, pause):
        """Residents can read on without background jobs, so their failure never ends the portal."""
        self.say(f"The {name} ended by itself (exit code {code}) and starts again in {pause} s.")


def end_in_order_on(*signals):
    for number in signals:
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup asks to stay
            signal.signal(number, interrupt)


def interrupt(number, frame):
    raise KeyboardInterrupt


def fail_for(name, code):
    sys.exit(f"The {name} ended by itself (exit code {code}); the reason stands above.")


# Before the start


def refuse_taken_port(host, port):
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            sys.exit(port_refusal(host, port, error))


def port_refusal(host, port, error):
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: stop the other program or choose another with PORT={int(port) + 1} make run"
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the administrator: choose one above 1024, as in PORT=8000 make run"
    return f"The portal cannot listen on {host}: {error.strerror}. Correct HOST or leave it out."


def prepare(say):
    with one_at_a_time():
        if health.missing_migrations():
            say("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        refuse_demo_accounts()
        call_command("compile", stdout=io.StringIO())
        call_command("load_start", stdout=io.StringIO())
        if settings.DEMO:
            load_demo()
        collect_changed()


def load_demo():
    try:
        call_command("load_demo", stdout=io.StringIO())
    except CommandError as refusal:
        # Beside accounts of other people nothing is added; who tried the demo and made some may go on.
        if not demo_accounts().exists():
            sys.exit(f"{refusal} Start with DEMO=0 make run")


@contextlib.contextmanager
def one_at_a_time():
    """A lock that ends with its transaction, which a pooler between us and the database respects."""
    keeper = connection.copy()
    try:
        keeper.set_autocommit(False)
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STARTING_LOCK])
        yield
    finally:
        keeper.close()


def refuse_demo_accounts():
    """Their password is public."""
    if not settings.DEMO and demo_accounts().exists():
        sys.exit(
            "This database holds demo accounts, whose password everybody knows: remove them with "
            "`.venv/bin/python manage.py load_demo --remove`, or set DEMO=1."
        )


def demo_accounts():
    return get_user_model()._default_manager.filter(email__iendswith=DEMO_DOMAIN)


def no_database(error):
    cause = error.__cause__.__cause__ if error.__cause__ else None
    if isinstance(cause, localpg.LocalPostgresError):
        return str(cause)
    reason = (str(error).strip().splitlines() or ["no reason given"])[0]
    return f"The database at {database_place()} does not answer ({reason}): start it or correct DATABASE_URL."


# While it runs


def wait_for_answer(children):
    deadline = time.monotonic() + START_PATIENCE
    while not answers():
        if ended := children.ended():
            fail_for(*ended)
        if time.monotonic() > deadline:
            sys.exit(f"The web server has not answered for {START_PATIENCE} seconds.")
        time.sleep(0.05)


def answers():
    line = http.client.HTTPConnection(reachable_host(), int(gunicorn_conf.PORT), timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": "localhost"})
        return bool(line.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def reachable_host():
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(gunicorn_conf.HOST, gunicorn_conf.HOST)


def greeting():
    address = public_address()
    lines = [f"The portal runs at {address}/", "", f"  Office:  {address}/admin/", *log_ins()]
    lines += [f"  Data:    {data_place()}", "  Stop:    Ctrl-C"]
    return "\n".join(lines)


def log_ins():
    if settings.DEMO:
        staff, members = ("  ".join(name + DEMO_DOMAIN for name in names) for names in (DEMO_STAFF, DEMO_MEMBERS))
        return [f"  Log-ins: {staff}", f"           {members}", f"           password of all: {DEMO_PASSWORD}"]
    if not get_user_model()._default_manager.filter(is_staff=True).exists():
        return ["  Log-in:  none yet; make one with .venv/bin/python manage.py createsuperuser"]
    return []


def public_address():
    host = reachable_host()
    name = "localhost" if host in {"127.0.0.1", "::1"} else f"[{host}]" if ":" in host else host
    return f"http://{name}:{gunicorn_conf.PORT}"


def data_place():
    if "LOCAL_ROOT" in connection.settings_dict:
        return settings.VAR_DIR
    return f"{settings.VAR_DIR} and the database at {database_place()}"


def database_place():
    """Without account and password."""
    given = connection.settings_dict
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"{given['HOST'] or 'localhost'}{port}/{given['NAME']}"


# At the end


def leave_database():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a moment more, and everything is written
    connections.close_all()
    if root := connection.settings_dict.get("LOCAL_ROOT"):
        with contextlib.suppress(localpg.LocalPostgresError):
            localpg.release(root)
