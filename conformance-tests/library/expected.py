"""Compares what a server shows with what the maker of the library says that is in it (its expected.json)."""

import math

from runner.names import title
from runner.report import demand, equal

TICKS_PER_SECOND = 10_000_000
FIELDS = "Path,ProviderIds,Overview,Genres,People,MediaSources,ParentId,ProductionYear,PremiereDate,Width,Height,Chapters,SpecialFeatureCount,LocalTrailerCount"
LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "ja": "jpn", "pl": "pol"}


class Shown:
    """All items of a server, by path below the root of its library."""

    def __init__(self, server):
        self.client, self.root = server.client, str(server.root) + "/"
        self.items = self.client.items({"fields": FIELDS, "includeItemTypes": "Movie,Series,Season,Episode,MusicAlbum,Audio,Photo", "limit": 5000})
        self.by_path = {}
        for item in self.items:
            for source in item.get("MediaSources") or [item]:
                self.by_path[self.below(source.get("Path"))] = item
            self.by_path.setdefault(self.below(item.get("Path")), item)

    def below(self, path):
        return path[len(self.root):] if path and path.startswith(self.root) else path

    def of(self, kind):
        return [item for item in self.items if item["Type"] == kind]

    def at(self, path):
        demand(path in self.by_path, f"{path} belongs to no item")
        return self.by_path[path]

    def whole(self, item):
        """An item with everything, as its own page gets it."""
        return self.client.json(f"/Items/{item['Id']}", {"userId": self.client.user_id})


def counts(shown, expected):
    for kind, wanted in (("Movie", "films"), ("Series", "series"), ("MusicAlbum", "albums"), ("Photo", "photos")):
        equal(f"number of {wanted}", len(expected[wanted]), len(shown.of(kind)))
    equal("number of episodes", sum(len(series["episodes"]) for series in expected["series"]), len(shown.of("Episode")))
    equal("number of songs", sum(len(album["tracks"]) for album in expected["albums"]), len(shown.of("Audio")))


def film(shown, wanted):
    item = shown.at(wanted["versions"][0]["parts"][0]["path"])
    equal("type", "Movie", item["Type"])
    item = shown.whole(item)
    equal("title", wanted["title"], title(item["Name"]))
    equal("year", wanted["year"], item.get("ProductionYear"))
    facts(item, wanted)
    if wanted["cast"] is not None:
        cast = [{"name": one["Name"], "role": one["Role"]} for one in item["People"] if one["Type"] == "Actor"]
        equal("cast", wanted["cast"], cast)
    # A film without artwork shows a frame of itself, which is no file.
    demand("Primary" in item["ImageTags"], "it shows nothing")
    pictures = shown.client.json(f"/Items/{item['Id']}/Images")
    equal("a poster", wanted["poster"], any(one["ImageType"] == "Primary" and "Path" in one for one in pictures))
    equal("a backdrop", wanted["backdrop"], bool(item["BackdropImageTags"]))
    equal("its versions", sorted(version["parts"][0]["path"] for version in wanted["versions"]), sorted(shown.below(source["Path"]) for source in item["MediaSources"]))
    for version in wanted["versions"]:
        film_version(shown, item, version, len(wanted["versions"]) > 1)
    extras(shown, item, wanted["extras"])


def film_version(shown, item, version, several):
    first, *further = version["parts"]
    source = next(one for one in item["MediaSources"] if shown.below(one["Path"]) == first["path"])
    if several:
        equal("the version's name", version["name"], source["Name"])
    media(shown, source, first, version["external_subtitles"])
    if not several:
        equal("number of parts", len(version["parts"]), item.get("PartCount") or 1)
        parts = shown.client.json(f"/Videos/{item['Id']}/AdditionalParts", {"userId": shown.client.user_id})["Items"]
        equal("further parts", [part["path"] for part in further], [shown.below(part["Path"]) for part in parts])


def facts(item, wanted):
    """What an NFO file or a folder's name tells."""
    ids = {key.lower(): value for key, value in item["ProviderIds"].items()}
    for provider, value in wanted["ids"].items():
        equal(f"the id at {provider}", value, ids.get(provider))
    if wanted.get("plot"):
        equal("plot", wanted["plot"], item.get("Overview"))
    if wanted.get("genres"):
        equal("genres", sorted(wanted["genres"]), sorted(item["Genres"]))


def extras(shown, item, wanted):
    def listed(route):
        found = shown.client.json(f"/Items/{item['Id']}/{route}", {"userId": shown.client.user_id})
        return sorted(shown.below(one["Path"]) for one in found)

    for kind, route in (("trailer", "LocalTrailers"), ("behind the scenes", "SpecialFeatures")):
        equal(kind, sorted(extra["media"]["path"] for extra in wanted if extra["kind"] == kind), listed(route))


def media(shown, source, wanted, outside=()):
    """Length and streams of one file; files beside it come first in the list of streams."""
    if wanted["seconds"] is not None:
        seconds = source["RunTimeTicks"] / TICKS_PER_SECOND
        demand(math.isclose(seconds, wanted["seconds"], rel_tol=0.02, abs_tol=0.6), f"{wanted['path']} is {seconds} s long, wanted {wanted['seconds']} s")
    streams = source["MediaStreams"]
    equal("numbers of the streams", list(range(len(streams))), [stream["Index"] for stream in streams])
    external = [stream for stream in streams if stream.get("IsExternal")]
    demand(streams[: len(external)] == external, "files beside the film do not come first")
    told = [(shown.below(one["Path"]), one.get("Language"), one["IsForced"], one["IsHearingImpaired"]) for one in external]
    equal("subtitles beside it", sorted((one["path"], LANGUAGES.get(one["language"], one["language"]), one["forced"], one["hearing_impaired"]) for one in outside), sorted(told))
    inside = [stream for stream in streams if not stream.get("IsExternal")]
    video(next(stream for stream in inside if stream["Type"] == "Video"), wanted["video"])
    equal("sound", [(one["codec"], one["channels"], one["language"], one["title"]) for one in wanted["audio"]],
          [(one["Codec"], one["Channels"], language(one), one.get("Title")) for one in inside if one["Type"] == "Audio"])
    equal("subtitles inside it", [(one["codec"], one["language"], one["title"], one["forced"]) for one in wanted["subtitles"]],
          [(one["Codec"], language(one), one.get("Title"), one["IsForced"]) for one in inside if one["Type"] == "Subtitle"])


def language(stream):
    """`und` is a container's way to say nothing."""
    return None if stream.get("Language") in (None, "und") else stream["Language"]


def video(stream, wanted):
    equal("picture", (wanted["codec"], wanted["width"], wanted["height"]), (stream["Codec"], stream["Width"], stream["Height"]))
    equal("range", wanted["range"], stream["VideoRangeType"])
    equal("interlaced", wanted["interlaced"], stream["IsInterlaced"])
    equal("rotated", wanted["rotated"], bool(stream.get("Rotation")))
    if wanted["frame_rate"]:
        found = stream.get("RealFrameRate") or 0
        demand(math.isclose(found, wanted["frame_rate"], rel_tol=0.01), f"{found} frames a second, wanted {wanted['frame_rate']}")


def series(shown, wanted):
    item = next((one for one in shown.of("Series") if title(one["Name"]) == wanted["title"]), None)
    demand(item, f"no series is called {wanted['title']}: {[one['Name'] for one in shown.of('Series')]}")
    item = shown.whole(item)
    if wanted["year"]:
        equal("year", wanted["year"], item.get("ProductionYear"))
    facts(item, wanted)
    equal("a poster", wanted["poster"], "Primary" in item["ImageTags"])
    seasons = shown.client.json(f"/Shows/{item['Id']}/Seasons", {"userId": shown.client.user_id})["Items"]
    numbers = {episode["season"] for episode in wanted["episodes"]} - {None}
    if numbers:
        equal("seasons", sorted(numbers), sorted(season["IndexNumber"] for season in seasons))
    for one in wanted["episodes"]:
        episode(shown, item, one)


def episode(shown, series_item, wanted):
    item = shown.at(wanted["media"]["path"])
    equal("its series", series_item["Id"], item["SeriesId"])
    where = f"{wanted['media']['path']}: "
    if wanted["number"] is not None:
        equal(where + "season and number", (wanted["season"], wanted["number"], wanted["last_number"]), (item.get("ParentIndexNumber"), item.get("IndexNumber"), item.get("IndexNumberEnd")))
    if wanted["date"]:
        demand((item.get("PremiereDate") or "").startswith(wanted["date"]), f"{where}its date is {item.get('PremiereDate')}, wanted {wanted['date']}")
    if wanted["title"]:
        equal(where + "title", wanted["title"], item["Name"])
    media(shown, item["MediaSources"][0], wanted["media"], wanted["external_subtitles"])


def album(shown, wanted):
    song = shown.at(wanted["tracks"][0]["path"])
    item = shown.whole({"Id": song["AlbumId"]})
    equal("title", wanted["title"], item["Name"])
    equal("artist", wanted["artist"], item["AlbumArtist"])
    if wanted["year"]:
        equal("year", wanted["year"], item.get("ProductionYear"))
    embedded = any(track["embedded_cover"] for track in wanted["tracks"])
    equal("a cover", wanted["cover"] or embedded, "Primary" in item["ImageTags"])
    query = {"userId": shown.client.user_id, "parentId": item["Id"], "sortBy": "ParentIndexNumber,IndexNumber", "fields": "Path"}
    songs = shown.client.json("/Items", query)["Items"]
    equal("its songs in order", [track["path"] for track in wanted["tracks"]], [shown.below(one["Path"]) for one in songs])
    for track in wanted["tracks"]:
        one = shown.at(track["path"])
        equal(f"{track['path']}: disc, number, title, artist", (track["disc"] or 1, track["number"], track["title"], [track["artist"]]),
              (one.get("ParentIndexNumber") or 1, one["IndexNumber"], one["Name"], one["Artists"]))
        equal(f"{track['path']}: lyrics", track["lyrics"], bool(one.get("HasLyrics")))
        demand(math.isclose(one["RunTimeTicks"] / TICKS_PER_SECOND, track["seconds"], abs_tol=0.5), f"{track['path']} is {one['RunTimeTicks'] / TICKS_PER_SECOND} s long")


def photo(shown, wanted):
    item = shown.whole(shown.at(wanted["path"]))
    equal("type", "Photo", item["Type"])
    equal("size", (wanted["width"], wanted["height"]), (item.get("Width"), item.get("Height")))
