"""All routes of Jellyfin's API, with values put in for their parameters."""

import re
from dataclasses import dataclass
from pathlib import Path

ROUTES = Path(__file__).resolve().parent.parent / "data" / "routes.txt"
REVIEWED = Path(__file__).resolve().parents[2] / "compat" / "jellyfin" / "anonymous.txt"
NOBODY = "00000000000000000000000000000001"


@dataclass
class Route:
    method: str
    who: str
    path: str

    @property
    def name(self):
        return f"{self.method} {self.path}"


def all_routes():
    lines = ROUTES.read_text(encoding="utf-8").splitlines()
    return [Route(*line.split()) for line in lines if line and not line.startswith("#")]


def shape(path):
    """The path with every parameter called alike, in lower case: lists may name them differently."""
    return re.sub(r"\{[^}]*\}", "{}", path.strip()).lower()


def reviewed():
    """The facade's own list of what it answers to anybody: method, path and `Anonymous`; other words are for the time before it is set up."""
    found = set()
    for line in REVIEWED.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words and words[-1] == "Anonymous":
            found.add((words[0], shape(words[1])))
            if words[0] == "GET":
                found.add(("HEAD", shape(words[1])))
    return found


def fill(path, values):
    """The path with values for its parameters; what `values` lacks is a word or a number that fits."""
    usual = {"imageType": "Primary", "imageIndex": "0", "index": "0", "routeIndex": "0", "routeFormat": "vtt", "routeStartPositionTicks": "0", "container": "ts", "segmentContainer": "ts",
             "segmentId": "0", "playlistId": "main", "name": "Anybody", "genreName": "Drama", "year": "2008", "command": "Stop", "key": "network", "width": "320", "language": "eng",
             "displayPreferencesId": "usersettings", "format": "jpg", "maxWidth": "10", "maxHeight": "10", "percentPlayed": "0", "unplayedCount": "0", "tag": "x", "version": "1", "newIndex": "0"}
    return re.sub(r"\{([^}:]*)(?::[^}]*)?\}", lambda found: values.get(found.group(1), usual.get(found.group(1), NOBODY)), path)
