"""Finds items by what they are, so that no expectation holds an id: `{file movies/A (2000)/A (2000).mkv}`, `{episode Signal Lost S01E02}`."""

import re

from .names import label, title
from .report import Failure

REFERENCE = re.compile(r"\{([a-z]+)(?: ([^{}]*))?\}")
KINDS = {
    "Movie": "film", "Series": "series", "Season": "season", "Episode": "episode", "MusicAlbum": "album", "Audio": "song", "Photo": "photo",
    "PhotoAlbum": "photos", "BoxSet": "collection", "Playlist": "playlist", "Person": "person", "Genre": "genre", "MusicGenre": "genre",
    "Studio": "studio", "MusicArtist": "artist", "CollectionFolder": "library", "UserView": "library",
}


class Catalogue:
    """The ids of one server's items, by file and by kind and name. `root` is the folder that the libraries lie in."""

    def __init__(self, client, root):
        self.client, self.root = client, str(root).rstrip("/")
        self.by_file, self.by_name = {}, {}
        if client.token:
            self.read()

    def read(self):
        """Asks the server again."""
        self.by_file, self.by_name = {}, {}
        me = self.client.user_id
        for view in self.client.json("/UserViews", {"userId": me})["Items"]:
            self._add(view)
        for item in self.client.items({"fields": "Path,People,Genres,Studios", "enableTotalRecordCount": False}):
            self._add(item)
        for path in ("/Persons", "/Genres", "/MusicGenres", "/Studios", "/Artists", "/Artists/AlbumArtists"):
            for item in self.client.json(path, {"userId": me})["Items"]:
                self._add(item)

    def _add(self, item):
        kind = KINDS.get(item.get("Type"))
        path = item.get("Path") or ""
        if path.startswith(self.root + "/") and item.get("Type") != "Folder":
            self.by_file.setdefault(path[len(self.root) + 1:], item["Id"])
        if kind:
            name = title(item["Name"]) if kind != "library" else item["Name"]
            self.by_name.setdefault(f"{kind} {label(item) if kind in ('episode', 'season') else name}", item["Id"])

    def find(self, kind, name):
        """The id of what is meant; a failure if there is no such thing."""
        if kind == "me":
            return self.client.user_id
        if kind == "root":
            return self.root
        if kind == "file":
            found = self.by_file.get(name)
        elif kind == "task":
            found = next((task["Id"] for task in self.client.json("/ScheduledTasks") if task.get("Key") == name), None)
        else:
            found = self.by_name.get(f"{kind} {name}")
        if found is None:
            raise Failure(f"this server has no {kind} {name}")
        return found

    def fill(self, value, answers=None):
        """A copy of `value` with every reference in it replaced. `{answer NAME KEY.KEY}` is a value of an earlier answer."""
        if isinstance(value, str):
            return REFERENCE.sub(lambda found: self._one(found, answers or {}), value)
        if isinstance(value, dict):
            return {key: self.fill(one, answers) for key, one in value.items()}
        if isinstance(value, list):
            return [self.fill(one, answers) for one in value]
        return value

    def _one(self, found, answers):
        kind, name = found.group(1), found.group(2) or ""
        if kind != "answer":
            return str(self.find(kind, name))
        scenario, _, keys = name.partition(" ")
        value = answers.get(scenario)
        for key in keys.split("."):
            try:
                value = value[int(key)] if isinstance(value, list) else value[key]
            except (KeyError, IndexError, TypeError, ValueError):
                raise Failure(f"the answer of {scenario} has no {keys}") from None
        return str(value)
