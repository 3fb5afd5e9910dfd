"""The routes of Jellyfin's API, read from data/routes.txt, whose head says what a line holds."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
FACADE = DATA.parents[1] / "compat" / "jellyfin"
NOBODY = "00000000000000000000000000000001"
PLACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Parameter:
    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    who: str
    nobody: str
    user: str
    statuses: tuple
    answer: str
    body: str
    parameters: tuple

    @property
    def name(self):
        return f"{self.method} {self.path}"

    @property
    def in_path(self):
        return set(re.findall(r"\{([^}]*)\}", self.path))


def lines(path):
    """What a data file holds, without its comments."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@cache
def all_routes():
    return [_route(line.split()) for line in lines(DATA / "routes.txt")]


def _route(words):
    method, path, who, nobody, user, statuses, answer, *more = words
    body = next((word[len("body="):] for word in more if word.startswith("body=")), "")
    parameters = tuple(_parameter(word, path) for word in more if not word.startswith("body="))
    return Route(method, path, who, nobody, user, () if statuses == "-" else tuple(map(int, statuses.split(","))), answer, body, parameters)


def _parameter(word, path):
    name, _, kind = word.partition(":")
    return Parameter(name, kind.rstrip("!"), kind.endswith("!") or "{" + name + "}" in path)


def shape(path):
    """The path with every parameter called alike, in lower case: lists may name them differently."""
    return PLACE.sub("{}", path.strip()).lower()


@cache
def _patterns():
    """Longer literals first, so that `/Items/Latest` is not an item's id."""
    found = []
    for route in all_routes():
        literals = [part for part in route.path.split("/") if "{" not in part]
        pattern = "[^/]+".join(re.escape(part) for part in PLACE.split(route.path))
        found.append((route.method, re.compile(pattern, re.I), len("".join(literals)), route))
    return sorted(found, key=lambda one: -one[2])


def route_of(method, path):
    """Which route a request is of, or None."""
    path = re.sub(r"^/(emby|mediabrowser)(?=/)", "", path, flags=re.I).rstrip("/")
    return next((route for verb, pattern, _, route in _patterns() if verb == method and pattern.fullmatch(path)), None)


@cache
def open_ones():
    """The facade's own list of what it answers to anybody: method, path and `Anonymous`; other words are for the time before it is set up."""
    found = set()
    for line in lines(FACADE / "anonymous.txt"):
        words = line.split("#")[0].split()
        if words[-1] == "Anonymous":
            found.add((words[0], shape(words[1])))
            if words[0] == "GET":
                found.add(("HEAD", shape(words[1])))
    return found


def fill(path, values):
    """The path with values for its parameters; what `values` lacks is a word or a number that fits."""
    usual = {"imageType": "Primary", "imageIndex": "0", "index": "0", "routeIndex": "0", "routeFormat": "vtt", "routeStartPositionTicks": "0", "container": "ts", "segmentContainer": "ts",
             "segmentId": "0", "playlistId": "main", "name": "Anybody", "genreName": "Drama", "year": "2008", "command": "Stop", "key": "network", "width": "320", "language": "eng",
             "displayPreferencesId": "usersettings", "format": "jpg", "maxWidth": "10", "maxHeight": "10", "percentPlayed": "0", "unplayedCount": "0", "tag": "x", "version": "1", "newIndex": "0"}
    return re.sub(r"\{([^}]*)\}", lambda found: values.get(found.group(1), usual.get(found.group(1), NOBODY)), path)
