"""Counts checks, prints one line for each, and keeps the results file, whose diff is what changed."""

import json
import sys
import time
import traceback
from contextlib import contextmanager
from pathlib import Path


class Failure(Exception):
    """A check did not hold; the text says what was wanted and what there was."""


class Skip(Exception):
    """A check cannot be made on this machine or target; the text says why."""


def demand(condition, text):
    """Fails the check that runs unless `condition` holds. `text` may be a function, called only then."""
    if not condition:
        raise Failure(text() if callable(text) else text)


def equal(what, wanted, found):
    demand(wanted == found, lambda: f"{what}: wanted {short(wanted)}, found {short(found)}")


def short(value, limit=300):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= limit else text[: limit - 3] + "..."


class Report:
    """All checks of a run, in the order in which they were made."""

    def __init__(self, verbose=False):
        self.verbose, self.results, self.began = verbose, [], time.monotonic()

    @contextmanager
    def check(self, suite, name):
        """A check: passes when its block ends, fails with the text of what it raises."""
        yield from self._guarded(suite, name, True)

    @contextmanager
    def outside_checks(self, suite):
        """What a suite does between its checks: only a failure of it is told."""
        yield from self._guarded(suite, "can run", False)

    def _guarded(self, suite, name, counts):
        try:
            yield
        except Skip as skip:
            self._add(suite, name, "skipped", str(skip))
        except Failure as failure:
            self._add(suite, name, "failed", str(failure))
        except Exception as error:  # a client library that throws is a finding like any other
            place = traceback.extract_tb(error.__traceback__)[-1]
            self._add(suite, name, "failed", f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")
            if self.verbose:
                traceback.print_exc()
        else:
            if counts:
                self._add(suite, name, "passed")

    def add(self, suite, name, result, why=""):
        """A check whose outcome another program found."""
        self._add(suite, name, result, why)

    def _add(self, suite, name, result, why=""):
        self.results.append({"suite": suite, "check": name, "result": result})
        mark = {"passed": "ok  ", "failed": "FAIL", "skipped": "skip"}[result]
        print(f"{mark} {suite}: {name}" + (f"\n       {why}" if why else ""), flush=True)

    def count(self, result):
        return sum(1 for one in self.results if one["result"] == result)

    def close(self, results, whole):
        """Prints the closing line; a whole run also says what changed since the committed results and rewrites them."""
        if results:
            for line in changes(read(results), self.results, whole):
                print(line)
            if whole:
                results.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in self.results), encoding="utf-8")
        failed = [one for one in self.results if one["result"] == "failed"]
        for one in failed:
            print(f"failed: {one['suite']}: {one['check']}")
        print(f"{time.monotonic() - self.began:.0f} s, {self.count('skipped')} skipped", file=sys.stderr)
        print(f"{self.count('passed')} passed, {len(failed)} failed", flush=True)
        return 1 if failed or not self.results else 0


def read(path):
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def changes(before, now, whole):
    """What is not as it was when the results were last committed, one line each."""
    key = lambda one: (one["suite"], one["check"])  # noqa: E731
    old, new = {key(one): one["result"] for one in before}, {key(one): one["result"] for one in now}
    for (suite, check), result in new.items():
        was = old.get((suite, check))
        if was and was != result:
            yield f"changed: {suite}: {check}: was {was}, is {result}"
    if whole:
        for suite, check in old.keys() - new.keys():
            yield f"gone: {suite}: {check}"
