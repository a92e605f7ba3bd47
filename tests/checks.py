"""All checks, the quick ones first, going on after a failure so that everything is seen.

`python3 run.py test` calls this. With --quick it stops before the tests. In the last line each
linter counts as one. CAMPAIGN_TEST_ALL=1 (set by .ci/run) adds PostgreSQL, the other browser
tests and the long forms of the promises, and allows nothing to be skipped.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CATALOGS = ROOT / "campaign" / "translations"
# `make messages` says the same
EXTRACT = ["-q", "extract", "-F", "pyproject.toml", "-k", "lazy_gettext", "-k", "lazy_ngettext:1,2"]
EXTRACT += ["--no-location", "--sort-output"]
UPDATE = ["-q", "update", "-d", str(CATALOGS), "--ignore-pot-creation-date"]
UPDATE += ["--no-fuzzy-matching", "--ignore-obsolete"]
CORES = len(os.sched_getaffinity(0))


@dataclass
class Result:
    """What one check came to; seconds of wall-clock time."""

    name: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def is_good(self) -> bool:
        return not self.failed and not (self.skipped and os.environ.get("CAMPAIGN_TEST_ALL"))


def main() -> int:
    quick = "--quick" in sys.argv[1:]
    os.chdir(ROOT)
    results = []
    for result in checks() if quick else all_checks():
        results.append(result)
        print(flush=True)
    print(table(results))
    return 0 if all(result.is_good for result in results) else 1


def all_checks() -> Iterator[Result]:
    yield from checks()
    yield pytest("tests on SQLite", "-m", "not browser")
    if not os.environ.get("CAMPAIGN_TEST_ALL"):
        yield pytest("Ana in a browser", "-m", "browser", "tests/browser/test_sign.py")
        print("PostgreSQL, every page and the long forms: CAMPAIGN_TEST_ALL=1, as CI sets it")
        return
    yield pytest("tests on PostgreSQL", "-m", "not browser", CAMPAIGN_TEST_DATABASE="postgresql")
    yield pytest("tests in a browser", "-m", "browser")


def checks() -> Iterator[Result]:
    yield lint("ruff check", "ruff", "check", "--quiet", ".")
    yield lint("ruff format", "ruff", "format", "--check", "--quiet", ".")
    yield lint("djlint", "djlint", "templates", "--lint", "--quiet")
    yield lint("mypy", "mypy")
    if any(CATALOGS.glob("*/LC_MESSAGES/messages.po")):
        yield catalogs()


def lint(name: str, *command: str) -> Result:
    """Run a tool of the virtual environment that says by its exit code whether all is well."""
    print(f"── {name}", flush=True)
    start = time.monotonic()
    good = subprocess.call([str(BIN / command[0]), *command[1:]], stdin=subprocess.DEVNULL) == 0
    return Result(name, time.monotonic() - start, passed=int(good), failed=int(not good))


def catalogs() -> Result:
    """Every sentence of the code and the templates is in every language's catalog."""
    with tempfile.TemporaryDirectory() as folder:
        found = str(Path(folder, "messages.pot"))
        words = lint("sentences", "pybabel", *EXTRACT, "-o", found, ".")
        if words.failed:
            return words
        return lint("catalogs", "pybabel", *UPDATE, "--check", "-i", found)


def pytest(name: str, *words: str, **environ: str) -> Result:
    """Run the tests on all cores and count them; a run that finds none has failed."""
    print(f"── {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", f"--numprocesses={CORES}"]
        command += ["--dist=worksteal"]  # the longest tests come last
        command += [f"--junit-xml={report}", *words]
        start = time.monotonic()
        code = subprocess.call(command, env=os.environ | environ, stdin=subprocess.DEVNULL)
        result = Result(name, time.monotonic() - start)
        count(result, report)
    if code != 0 and not result.failed:
        result.failed = 1
    return result


def count(result: Result, report: Path) -> None:
    """Read pytest's report, which is not there when it broke off before the first test."""
    if not report.exists():
        return
    for suite in ET.parse(report).iter("testsuite"):
        failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
        skipped = int(suite.attrib["skipped"])
        result.failed += failed
        result.skipped += skipped
        result.passed += int(suite.attrib["tests"]) - failed - skipped


def table(results: list[Result]) -> str:
    """Return the summary; its last line is `N passed, N failed, N skipped`."""
    lines = [f"{'':22}{'seconds':>8}{'passed':>8}{'failed':>8}{'skipped':>9}"]
    for one in results:
        numbers = f"{one.seconds:8.1f}{one.passed:8}{one.failed:8}{one.skipped:9}"
        lines.append(f"{one.name:22}{numbers}{'' if one.is_good else '  ← not good'}")
    passed, failed, skipped = (
        sum(getattr(one, what) for one in results) for what in ("passed", "failed", "skipped")
    )
    return "\n".join([*lines, "", f"{passed} passed, {failed} failed, {skipped} skipped"])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
