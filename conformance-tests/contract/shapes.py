"""The shapes of Jellyfin's answers, read from data/shapes.txt, whose head says what a line holds, and values held against them."""

import re
from functools import cache

from runner.expectation import DATE, GUID

from .routes import DATA, lines

LIMITS = {"int": 2**31, "long": 2**63}
DEEPEST = 64


@cache
def shapes():
    """By name: ("enum", values), ("union", names), ("object", {field: (type, nullable, required)}) or ("map", type)."""
    return dict(_shape(line) for line in lines(DATA / "shapes.txt"))


def _shape(line):
    name, kind, *words = line.split()
    if kind == "=":
        return name, ("enum", frozenset(words))
    if kind == "|":
        return name, ("union", tuple(words))
    if kind == "{}":
        return name, ("map", words[0][1:-1])
    return name, ("object", dict(map(_field, words)))


def _field(word):
    name, _, kind = word.partition(":")
    bare = kind.rstrip("?!")
    marks = kind[len(bare):]
    return name, (bare, "?" in marks, "!" in marks)


def problems(kind, value, place=""):
    """What of `value` is not of the type `kind`, as (field, what). A field is named by the shape that holds it: `UserDto.Policy`."""
    yield from _any(kind, value, place or kind, 0)


def _any(kind, value, place, depth):
    if kind == "any" or depth > DEEPEST:
        return
    if kind.startswith("["):
        yield from _list(kind[1:-1], value, place, depth)
    elif kind.startswith("{"):
        yield from _map(kind[1:-1], value, place, depth)
    elif kind in shapes():
        yield from _named(kind, value, place, depth)
    elif not _simple(kind, value):
        yield place, f"is {_kind(value)}, not {kind}"


def _list(kind, value, place, depth):
    if not isinstance(value, list):
        yield place, f"is {_kind(value)}, not a list"
        return
    for one in value:
        yield from _any(kind, one, place, depth + 1)


def _map(kind, value, place, depth):
    if not isinstance(value, dict):
        yield place, f"is {_kind(value)}, not an object"
        return
    for one in value.values():
        if one is not None:
            yield from _any(kind, one, place, depth + 1)


def _named(name, value, place, depth):
    what, parts = shapes()[name]
    if what == "enum":
        if not isinstance(value, str) or value not in parts:
            yield place, f"is {value!r}, which {name} has not"
    elif what == "map":
        yield from _map(parts, value, place, depth)
    elif what == "union":
        tried = [list(_any(part, value, place, depth + 1)) for part in parts]
        yield from min(tried, key=len)
    elif not isinstance(value, dict):
        yield place, f"is {_kind(value)}, not {name}"
    else:
        yield from _fields(name, parts, value, depth)


def _fields(name, fields, value, depth):
    for field, (kind, nullable, required) in fields.items():
        found = value.get(field)
        if found is None:
            if required:
                yield f"{name}.{field}", "is needed and missing"
            elif field in value and not nullable:
                yield f"{name}.{field}", "is null"
        else:
            yield from _any(kind, found, f"{name}.{field}", depth + 1)
    for field in value.keys() - fields.keys():
        yield f"{name}.{field}", "is not in the schema"


def _simple(kind, value):
    if kind == "bool":
        return isinstance(value, bool)
    if kind in LIMITS:
        return isinstance(value, int) and not isinstance(value, bool) and -LIMITS[kind] <= value < LIMITS[kind]
    if kind in ("double", "float"):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    return {"uuid": GUID, "date": DATE}.get(kind, re.compile("")).match(value) is not None


def _kind(value):
    return "null" if value is None else f"{type(value).__name__} {str(value)[:40]!r}"
