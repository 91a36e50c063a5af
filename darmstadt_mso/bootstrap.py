"""From a fresh clone to a running portal: bootstrap.py run | test | bench | manage [arguments].

Standard library only, and readable by Python 3.6, so that an old Python finds a newer one or gets a
sentence instead of a syntax error.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import sys

NEEDED = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "installed")
PIP_LOG = os.path.join(VENV, "pip.log")
PORTAL = ("requirements.txt",)
TESTS = ("requirements.txt", "tests/requirements.txt")
NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ConnectionError",
    "ProxyError",
    "SSLError",
    "Max retries",
)
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PARALLEL = ["-n", "auto", "--dist", "loadfile"]
PARTS = [
    ("First the quick tests, on all processors ...", PARALLEL + ["-m", "not browser and not faults"]),
    ("Now the tests in a browser ...", PARALLEL + ["-m", "browser"]),
    ("Now the tests that start and kill real processes, one after the other ...", ["-m", "faults and not browser"]),
]
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def main(arguments):
    target, rest = (arguments[0] if arguments else ""), arguments[1:]
    if target not in TARGETS:
        sys.exit("Usage: bootstrap.py run | test | bench | manage [arguments]")
    if sys.version_info < NEEDED:
        become(newer_python(), os.path.abspath(__file__), *arguments)
    os.chdir(ROOT)
    TARGETS[target](rest)


def run(arguments):
    os.environ.setdefault("DEMO", "1")
    become(prepared(PORTAL), "manage.py", "serve", *arguments)


def manage(arguments):
    become(prepared(PORTAL), "manage.py", *arguments)


def bench(arguments):
    become(prepared(TESTS), "tests/bench/run.py", *arguments)


def test(arguments):
    python = prepared(TESTS)
    provide_browser(python)
    chosen = arguments or shlex.split(os.environ.get("PYTEST_ARGS", ""))
    if chosen:
        become(python, "-m", "pytest", *chosen)
    codes = []
    for words, options in PARTS:
        say(words)
        codes.append(subprocess.call([python, "-m", "pytest", *options]))
    sys.exit(max(codes))


TARGETS = {"run": run, "manage": manage, "bench": bench, "test": test}


def become(python, *arguments):
    """No process in between: signals and the exit code are the program's own."""
    sys.stdout.flush()
    os.execv(python, [python, *arguments])


def say(sentence):
    print(sentence, flush=True)


# Python and its packages


def prepared(requirements):
    """The environment's Python with everything installed."""
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may start together
        python = environment()
        install(python, requirements)
    return python


def newer_python():
    for name in NEWER:
        path = shutil.which(name)
        if path and is_new_enough(path):
            return path
    needed, found = ".".join(map(str, NEEDED)), sys.version.split()[0]
    sys.exit(
        f"The portal needs Python {needed} or newer, and python3 is {found}: install a newer one "
        f"(Debian, Ubuntu: `apt install python{needed} python{needed}-venv`) "
        "or name it, as in `make run PYTHON=/path/to/python`."
    )


def is_new_enough(python):
    return succeeds(python, "-c", f"import sys; sys.exit(sys.version_info < {NEEDED})")


def succeeds(*command):
    try:
        quiet = subprocess.DEVNULL
        return subprocess.call(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=60) == 0
    except (OSError, subprocess.SubprocessError):
        return False


def environment():
    own = os.path.join(VENV, "bin", "python")
    # Half made, moved from another machine, or of a Python that is gone: pip tells.
    if not (os.path.exists(STAMP) or succeeds(own, "-m", "pip", "--version")) or not is_new_enough(own):
        create()
    return own


def create():
    say("Creating .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    code, said = captured(sys.executable, "-m", "venv", VENV)
    if code:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(venv_refusal(said))


def venv_refusal(said):
    if "ensurepip" in said or "No module named venv" in said:
        return "Python's venv module is missing: install it (Debian, Ubuntu: `apt install python3-venv`) and try again."
    return f"The folder .venv could not be created: {last_line(said)}"


def install(python, requirements):
    wanted = {path: content_hash(path) for path in requirements}
    missing = [path for path in requirements if stamped().get(path) != wanted[path]]
    if not missing:
        return
    say("Installing packages; this happens once and takes about a minute ...")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2", "--log", PIP_LOG]
    os.environ["PIP_USER"] = "0"
    code, said = captured(python, "-m", "pip", "install", *options, *(f"--requirement={path}" for path in requirements))
    if code:
        sys.exit(install_refusal(said))
    stamp(wanted)


def install_refusal(said):
    if any(sign in said for sign in NO_NETWORK):
        return "The packages could not be fetched: check the network (behind a proxy: HTTPS_PROXY) and try again."
    return f"The packages could not be installed: {last_line(said)} All of pip's words: {PIP_LOG}"


def captured(*command):
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode, done.stdout


def last_line(said):
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "Error"))]
    return (errors or lines or ["no reason given"])[-1]


def content_hash(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamped():
    if not os.path.exists(STAMP):
        return {}
    with open(STAMP) as file:
        return dict(line.split() for line in file if len(line.split()) == 2)


def stamp(hashes):
    lines = [f"{path} {digest}\n" for path, digest in {**stamped(), **hashes}.items()]
    with open(STAMP + ".new", "w") as file:
        file.writelines(lines)
    os.replace(STAMP + ".new", STAMP)


# The browser of the browser tests


def provide_browser(python):
    browser = find_browser(python) or install_browser(python)
    if browser:
        os.environ["CHROMIUM"] = browser
    elif os.environ.get("CI", "").lower() in ("1", "true"):
        sys.exit(
            "Chromium is missing, and with CI=true its tests must not be skipped: install it or set CHROMIUM=/path."
        )
    else:
        os.environ.pop("CHROMIUM", None)
        say("No Chromium found: the browser tests are skipped. Install it or set CHROMIUM=/path to run them.")


def find_browser(python):
    named = os.environ.get("CHROMIUM")
    if named:
        if not succeeds(named, "--version"):
            sys.exit(f"CHROMIUM={named} does not start: correct the path or unset it.")
        return named
    # Asked for its version because Ubuntu's chromium-browser may be a mere hint to install a snap.
    found = [path for path in map(shutil.which, BROWSERS) if path and succeeds(path, "--version")]
    return found[0] if found else playwrights_browser(python)


def playwrights_browser(python):
    failed, path = captured(python, "-c", ASK_PLAYWRIGHT)
    path = path.strip()
    return path if not failed and succeeds(path, "--version") else None


def install_browser(python):
    say("Installing Chromium for the browser tests ...")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        captured("apt-get", "update", "-q")
        captured("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium")
        installed = find_browser(python)
        if installed:
            return installed
    captured(python, "-m", "playwright", "install", "chromium")
    return find_browser(python)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
