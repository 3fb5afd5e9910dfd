"""What an item is called in expectations, so that two honest servers call it the same."""

import re

# Jellyfin leaves the year and the ids of a folder or file in the name of a film that it has no metadata for.
LEFT_OVER = re.compile(r"\s*\((?:19|20)\d\d\)|\s*[\[{](?:imdb|tmdb|tvdb)(?:id)?[-=][^\]}]*[\]}]")


def title(name):
    """A film's or series' name without what the file name left in it."""
    bare = LEFT_OVER.sub("", name).strip() or name
    return bare if " " in bare else bare.replace(".", " ")


def label(item):
    """`Big Test`, `Signal Lost S01E02`, `Signal Lost season 1`: episodes and seasons by number, since servers name them as they like."""
    kind, number = item.get("Type"), item.get("IndexNumber")
    if kind == "Episode" and number is not None:
        return f"{title(series(item))} S{item.get('ParentIndexNumber') or 0:02}E{number:02}"
    if kind == "Season" and number is not None:
        return f"{title(series(item))} season {number}"
    return title(str(item.get("Name", "?")))


def series(item):
    """Search hints call it differently."""
    return item.get("SeriesName") or item.get("Series") or "?"
