"""Files that are renamed or moved keep their ids and what was watched."""

import shutil

from runner.report import Failure, demand, equal
from runner.waiting import until

PARTS = ["movies/Slow River (2005)", "movies/Twin (1970).mp4", "movies/Twin (2014).mp4", "movies/Blue Hour (2015)", "tv/Signal Lost (2019)/Season 01", "music/The Overtones"]
POSITION_TICKS = 1_500_000_000


def run(world):
    root = world.copy(*PARTS)
    server = world.server([f"movies:Movies={root}/movies", f"shows:Shows={root}/tv", f"music:Music={root}/music"], root).ready()
    client, find = server.client, server.catalogue.find
    slow, twin, episode, song = find("film", "Slow River"), find("file", "movies/Twin (1970).mp4"), find("episode", "Signal Lost S01E01"), find("song", "Fundamental")
    client.post("/Sessions/Playing/Progress", {"ItemId": slow, "PositionTicks": POSITION_TICKS}).expect(204)
    client.post(f"/UserPlayedItems/{episode}").expect(200)
    client.post(f"/UserFavoriteItems/{song}").expect(200)
    client.post(f"/UserFavoriteItems/{twin}").expect(200)

    def check(name, item, path, holds):
        with world.report.check("library/moves", name):
            server.scan()
            found = client.get(f"/Items/{item}", {"userId": client.user_id}).expect(200).json()
            equal("its path", f"{root}/{path}", found["Path"])
            demand(holds(found["UserData"]), f"what was watched is {found['UserData']}")

    (root / "movies/Slow River (2005)").rename(root / "movies/Slow River Again (2005)")
    check("a film's folder is renamed", slow, "movies/Slow River Again (2005)/Slow River (2005).mp4", lambda data: data["PlaybackPositionTicks"] == POSITION_TICKS)
    (root / "movies/Twin (1970).mp4").rename(root / "movies/The Other Twin (1970).mp4")
    check("a film's file is renamed", twin, "movies/The Other Twin (1970).mp4", lambda data: data["IsFavorite"])
    (root / "movies/deep/er").mkdir(parents=True)
    shutil.move(root / "movies/The Other Twin (1970).mp4", root / "movies/deep/er/The Other Twin (1970).mp4")
    check("a film's file is moved deeper", twin, "movies/deep/er/The Other Twin (1970).mp4", lambda data: data["IsFavorite"])
    (root / "tv/Signal Lost (2019)/Season 01").rename(root / "tv/Signal Lost (2019)/Season 1")
    pilot = "Signal Lost - S01E01 - Pilot.mkv"
    check("a season's folder is renamed", episode, f"tv/Signal Lost (2019)/Season 1/{pilot}", lambda data: data["Played"])
    (root / "music/The Overtones").rename(root / "music/Overtones")
    check("an artist's folder is renamed", song, "music/Overtones/Harmonics (2012)/CD1/01 - Fundamental.flac", lambda data: data["IsFavorite"])
    others(world, server, root)
    server.stop()


def others(world, server, root):
    client = server.client
    films = lambda: {item["Id"]: item["Name"] for item in client.items({"includeItemTypes": "Movie"})}  # noqa: E731
    with world.report.check("library/moves", "a copy is another film, or another version, and takes no id away"):
        before = films()
        shutil.copy2(root / "movies/Twin (2014).mp4", root / "movies/Twin Copied (2014).mp4")
        server.scan()
        demand(before.items() <= films().items(), f"before {before}, after {films()}")
    with world.report.check("library/moves", "a deleted file is no longer listed, and back again it is the same item"):
        item = server.catalogue.find("file", "movies/Twin (2014).mp4")
        away = root / "away.mp4"
        (root / "movies/Twin (2014).mp4").rename(away)
        (root / "movies/Twin Copied (2014).mp4").unlink()
        server.scan()
        demand(item not in films(), "it is still listed")
        away.rename(root / "movies/Twin (2014).mp4")
        server.scan()
        demand(item in films(), f"it came back as another item: {films()}")
    with world.report.check("library/moves", "a new file is seen without being told"):
        shutil.copy2(root / "movies/Twin (2014).mp4", root / "movies/Newcomer (2020).mp4")
        until(lambda: "Newcomer" in films().values(), Failure("it is not listed after a minute"), 60)
