#!/usr/bin/env python3
"""Install what is missing, then start, test or command the project.

    python3 run.py                start web and worker; the demo campaign is loaded the first time
    python3 run.py test [WORDS]   all checks, or pytest with these words
    python3 run.py WORDS          the `campaign` command, as in `python3 run.py users invite --help`

Standard library only, and written so that any Python 3 can read it far enough to say that it is
too old. Everything lands in .venv beside this file; deleting that folder is always safe.
"""

import os
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("campaign needs Python 3.11, 3.12 or 3.13, and this is %d.%d." % sys.version_info[:2])

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed")
LOCKS = os.path.join(ROOT, "requirements")
LEVELS = ["run", "scale", "test"]  # each is a lock in requirements/ and contains those before it
ITSELF = ["--no-deps", "--no-build-isolation", "-e", ROOT]
PLACE = "%d.%d %s" % (sys.version_info[:2] + (ROOT,))  # a moved or foreign .venv is made anew


def main(words: "list[str]") -> None:
    testing = words[:1] == ["test"]
    install("test" if testing else level_for(os.environ))
    if testing:
        os.chdir(ROOT)
        rest = ["-m", "pytest"] + words[1:] if words[1:] else [os.path.join("tests", "checks.py")]
    else:
        rest = [os.path.join(VENV, "bin", "campaign")] + (words or ["run"])
    sys.stdout.flush()
    os.execv(PYTHON, [PYTHON] + rest)


def level_for(environ: "os._Environ[str]") -> str:
    """PostgreSQL and Redis drivers are installed once a setting asks for them."""
    urls = environ.get("CAMPAIGN_DATABASE_URL", ""), environ.get("CAMPAIGN_QUEUE_URL", "")
    return "scale" if any(url.startswith(("postgres", "redis")) for url in urls) else "run"


def install(level: str) -> None:
    """Bring .venv to what the lock says, once, however many of us start together."""
    if is_installed(level):
        return
    import fcntl

    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed(level):
            build(level)


def is_installed(level: str) -> bool:
    place, had, digest = read_stamp()
    return (
        place == PLACE
        and LEVELS.index(had) >= LEVELS.index(level)
        and digest == wanted_digest()
        and os.path.exists(PYTHON)
    )


def read_stamp() -> "list[str]":
    """Return place, level and digest of the last install that came to its end."""
    try:
        with open(STAMP) as file:
            place, level, digest = file.read().splitlines()
    except (OSError, ValueError):
        return ["", "run", ""]
    return [place, level, digest]


def wanted_digest() -> str:
    import hashlib

    digest = hashlib.sha256()
    names = [os.path.join(LOCKS, name) for name in sorted(os.listdir(LOCKS))]
    for name in [os.path.join(ROOT, "pyproject.toml")] + names:
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def build(level: str) -> None:
    """Install; the stamp goes first and comes last, so an interrupted install is made anew."""
    place, had, _ = read_stamp()
    level = max(level, had, key=LEVELS.index)
    is_new = place != PLACE or not os.path.exists(PYTHON)
    if is_new:
        need_ensurepip()
    say("Installing into .venv (once; needs the network)…")
    if os.path.exists(STAMP):
        os.remove(STAMP)
    if is_new and not run(sys.executable, "-m", "venv", "--clear", VENV):
        sys.exit("Could not make %s: the reason is above." % VENV)
    lock = os.path.join(LOCKS, level + ".txt")
    if not install_lock(lock):
        sys.exit("The installation failed: the reason is above. The next start tries it again.")
    # Where PYTHONDONTWRITEBYTECODE is set, as in many containers, every start would compile all.
    run(PYTHON, "-m", "compileall", "-q", os.path.join(ROOT, "campaign"))
    with open(STAMP + ".new", "w") as file:
        file.write("%s\n%s\n%s\n" % (PLACE, level, wanted_digest()))
    os.replace(STAMP + ".new", STAMP)


def need_ensurepip() -> None:
    """Debian ships a part of Python's venv apart: fetch it, or say what to type."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_ensurepip()


def install_ensurepip() -> None:
    package = "python%d.%d-venv" % sys.version_info[:2]
    if os.geteuid() != 0:
        sys.exit("Python's venv is missing here. Type: sudo apt-get install -y %s" % package)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", package]
    say("Installing %s…" % package)
    if not run(*apt, quiet=True) and not (run("apt-get", "-qq", "update") and run(*apt)):
        sys.exit("Python's venv is missing here. Install %s, then start again." % package)


def install_lock(lock: str) -> bool:
    """Install with uv, which is quick, or with pip where uv cannot be had."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet"]
    uv = [os.path.join(VENV, "bin", "uv"), "pip", "install", "--quiet", "--python", PYTHON]
    locked = ["--require-hashes", "-r"]
    uv_lock = os.path.join(LOCKS, "uv.txt")
    how = ["--compile-bytecode", "--build-constraints", os.path.join(LOCKS, "build.txt")]
    if run(*pip + locked + [uv_lock], quiet=True) and run(*uv + how + locked + [lock]):
        return run(*uv + ITSELF)
    return run(*pip + locked + [lock]) and run(*pip + ITSELF)


def run(*command: str, quiet: bool = False) -> bool:
    """Run a command that installs something; say whether it succeeded and, if not, its reason."""
    import subprocess

    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    null = subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdin=null, stdout=null, stderr=subprocess.PIPE)
    except FileNotFoundError:
        return False
    if done.returncode != 0 and not quiet:
        say(done.stderr.decode(errors="replace").rstrip())
    return done.returncode == 0


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
