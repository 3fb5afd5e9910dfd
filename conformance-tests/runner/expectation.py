"""Compares an answer with what is expected of it. README.md describes the language."""

import re

from .names import label
from .report import Failure, short

GUID = re.compile(r"^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$", re.I)
# A date that every client can read: seconds or finer, in UTC and saying so.
DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$")

is_number = lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)  # noqa: E731
KINDS = {
    "any": lambda value: True,
    "null": lambda value: value is None,
    "bool": lambda value: isinstance(value, bool),
    "number": is_number,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "text": lambda value: isinstance(value, str) and value != "",
    "object": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "id": lambda value: isinstance(value, str) and bool(GUID.match(value)),
    "date": lambda value: isinstance(value, str) and bool(DATE.match(value)),
}


class Expectation:
    """Compares values; `kinds` are the named expectations of the scenario files, `catalogue` knows ids."""

    def __init__(self, kinds, catalogue):
        self.kinds, self.catalogue = kinds, catalogue

    def check(self, wanted, found, place="answer"):
        """All disagreements, as lines."""
        return list(self._any(wanted, found, place))

    def demand(self, wanted, found):
        problems = self.check(wanted, found)
        if problems:
            more = f" (and {len(problems) - 6} more)" if len(problems) > 6 else ""
            raise Failure("; ".join(problems[:6]) + more)

    def _any(self, wanted, found, place):
        if isinstance(wanted, str) and wanted.startswith("~"):
            yield from self._matcher(wanted[1:], found, place)
        elif isinstance(wanted, dict):
            yield from self._object(wanted, found, place)
        elif isinstance(wanted, list):
            yield from self._list(wanted, found, place)
        elif isinstance(wanted, bool) is not isinstance(found, bool) or wanted != found:
            yield f"{place} is {short(found, 80)}, wanted {short(wanted, 80)}"

    def _object(self, wanted, found, place):
        about_list = [key for key in wanted if key.startswith("~")]
        if about_list:
            yield from self._about_list(wanted, found, place)
            return
        if not isinstance(found, dict):
            yield f"{place} is {short(found, 80)}, wanted an object"
            return
        for key, value in wanted.items():
            if value == "~absent":
                if found.get(key) is not None:
                    yield f"{place}.{key} is {short(found[key], 80)}, wanted nothing"
            elif key not in found:
                yield f"{place}.{key} is missing"
            else:
                yield from self._any(value, found[key], f"{place}.{key}")

    def _list(self, wanted, found, place):
        if not isinstance(found, list):
            yield f"{place} is {short(found, 80)}, wanted a list"
        elif len(wanted) != len(found):
            yield f"{place} has {len(found)} entries, wanted {len(wanted)}: {short(found, 160)}"
        else:
            for at, (one, other) in enumerate(zip(wanted, found)):
                yield from self._any(one, other, f"{place}[{at}]")

    def _about_list(self, wanted, found, place):
        if not isinstance(found, list):
            yield f"{place} is {short(found, 80)}, wanted a list"
            return
        names = [label(one) if isinstance(one, dict) else one for one in found]
        for key, value in wanted.items():
            if key == "~names" and names != value:
                yield f"{place} is {short(names)}, wanted {short(value)}"
            elif key == "~set" and sorted(map(str, names)) != sorted(map(str, value)):
                yield f"{place} holds {short(sorted(map(str, names)))}, wanted {short(sorted(map(str, value)))}"
            elif key == "~has":
                missing = [one for one in value if one not in names]
                if missing:
                    yield f"{place} lacks {short(missing)}: {short(names)}"
            elif key == "~lacks":
                there = [one for one in value if one in names]
                if there:
                    yield f"{place} should not have {short(there)}"
            elif key == "~count":
                yield from self._any(value, len(found), f"the number of {place}")
            elif key == "~every":
                for name, one in zip(names, found):
                    yield from self._any(value, one, f"{place}[{short(name, 40)}]")
            elif key == "~where":
                yield from self._where(value, names, found, place)

    def _where(self, wanted, names, found, place):
        for name, value in wanted.items():
            if name in names:
                yield from self._any(value, found[names.index(name)], f"{place}[{name}]")
            else:
                yield f"{place} lacks {name}: {short(names)}"

    def _matcher(self, text, found, place):
        word, _, rest = text.partition(" ")
        if word == "kind":
            yield from self._any(self.kinds[rest], found, place)
        elif word == "near":
            # Containers round lengths to their own clocks.
            if not is_number(found) or abs(found - float(rest)) > max(abs(float(rest)) * 0.01, 0.01):
                yield f"{place} is {short(found, 80)}, wanted about {rest}"
        elif word == "least":
            if not is_number(found) or found < float(rest):
                yield f"{place} is {short(found, 80)}, wanted {rest} or more"
        elif word == "match":
            if not isinstance(found, str) or not re.search(rest, found):
                yield f"{place} is {short(found, 120)}, wanted text like {rest}"
        elif word == "path":
            if found != f"{self.catalogue.root}/{rest}":
                yield f"{place} is {short(found, 120)}, wanted the path of {rest}"
        elif word == "title":
            if not isinstance(found, str) or label({"Name": found}) != rest:
                yield f"{place} is {short(found, 80)}, wanted the title {rest}"
        elif word == "is":
            wanted = self.catalogue.fill(rest)
            if not isinstance(found, str) or found.replace("-", "").lower() != wanted.replace("-", "").lower():
                yield f"{place} is {short(found, 80)}, wanted that of {rest}"
        elif not any(KINDS[kind](found) for kind in text.split("|")):
            yield f"{place} is {short(found, 80)}, wanted {text}"
