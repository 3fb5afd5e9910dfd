"""aiojellyfin, the library of Music Assistant, used as Music Assistant does; it knows music only."""

import asyncio

import aiohttp
from aiojellyfin import ImageType, SessionConfiguration, authenticate_by_name
from aiojellyfin.session import NotFound

from steps import FILM, PASSWORD, POSITION_TICKS, PROFILE, URL, USER, Steps, same_bytes

steps = Steps()


async def main():
    async with aiohttp.ClientSession() as session:
        configuration = SessionConfiguration(
            session=session, url=URL, app_name="conformance", app_version="1.0.0", device_name="conformance machine", device_id="conformance-aiojellyfin"
        )
        with steps("signs in"):
            connection = await authenticate_by_name(configuration, USER, PASSWORD)
        await music(session, connection)
        await film(session, configuration, connection)


async def music(session, connection):
    with steps("browses the libraries"):
        views = (await connection.get_media_folders())["Items"]
        library = next(view for view in views if view.get("CollectionType") == "music")

    with steps("browses artists, albums and songs"):
        artists = (await connection.artists.parent(library["Id"]).request())["Items"]
        assert "The Overtones" in [artist["Name"] for artist in artists], artists
        albums = (await connection.albums.parent(library["Id"]).request())["Items"]
        assert {album["Name"] for album in albums} >= {"Harmonics", "Test Tones Vol. 1"}, albums
        songs = [song async for song in connection.tracks.parent(library["Id"]).stream(3)]
        assert len(songs) == 7, [song["Name"] for song in songs]
        song = next(one for one in songs if one["Name"] == "Fundamental")

    with steps("looks at an artist, an album and a song"):
        track = await connection.get_track(song["Id"])
        album = await connection.get_album(track["AlbumId"])
        artist = await connection.get_artist(album["AlbumArtists"][0]["Id"])
        assert (track["IndexNumber"], album["Name"], artist["Name"]) == (1, "Harmonics", "The Overtones"), (track, album, artist)

    with steps("is told that an item is not there"):
        try:
            await connection.get_track("00000000000000000000000000000001")
        except NotFound:
            pass
        else:
            raise AssertionError("an item that is not there was found")

    with steps("asks for what is like a song, and for suggestions"):
        assert isinstance((await connection.get_similar_tracks(song["Id"], limit=5))["Items"], list)
        assert (await connection.get_suggested_tracks())["Items"]

    with steps("streams a song as it is, and in another format"):
        async with session.get(connection.audio_url(song["Id"], container="flac")) as answer:
            assert answer.status == 200 and (await answer.read()).startswith(b"fLaC"), answer.status
        url = connection.audio_url(song["Id"], container="mp3", transcoding_codec="mp3", transcoding_protocol="http", transcoding_container="mp3")
        async with session.get(url) as answer:
            data = await answer.read()
            assert answer.status == 200 and not data.startswith(b"fLaC") and len(data) > 10_000, (answer.status, len(data), data[:4])

    with steps("takes a cover"):
        async with session.get(connection.artwork(album["Id"], ImageType.Primary, 100)) as answer:
            assert answer.status == 200 and answer.content_type.startswith("image/"), answer.status


async def film(session, configuration, connection):
    """The library has no call for these, so its own signed session makes them."""
    headers = {"Authorization": configuration.authentication_header(connection._access_token)}

    async def post(path, body):
        async with session.post(URL + path, json=body, headers=headers) as answer:
            assert answer.status in (200, 204), (path, answer.status)
            return await answer.json() if answer.status == 200 else None

    with steps("asks how to play a film, and streams it"):
        found = await connection._session.get_json("/Items", {"searchTerm": FILM, "includeItemTypes": "Movie", "recursive": "true"})
        item = found["Items"][0]["Id"]
        decision = await post(f"/Items/{item}/PlaybackInfo", {"DeviceProfile": PROFILE})
        source = decision["MediaSources"][0]["Id"]
        url = connection._build_url(f"/Videos/{item}/stream", {"static": "true", "mediaSourceId": source})
        async with session.get(url, headers={"Range": "bytes=0-65535"}) as answer:
            assert answer.status == 206 and same_bytes(await answer.read()), answer.status

    with steps("reports progress and finds the resume point again"):
        playing = {"ItemId": item, "MediaSourceId": source, "PlaySessionId": decision["PlaySessionId"]}
        await post("/Sessions/Playing", {**playing, "PositionTicks": 0})
        await post("/Sessions/Playing/Progress", {**playing, "PositionTicks": POSITION_TICKS})
        await post("/Sessions/Playing/Stopped", {**playing, "PositionTicks": POSITION_TICKS})
        again = await connection._session.get_json("/UserItems/Resume", {"mediaTypes": "Video"})
        assert [(one["Id"], one["UserData"]["PlaybackPositionTicks"]) for one in again["Items"]] == [(item, POSITION_TICKS)], again

    with steps("forgets the resume point and signs out"):
        async with session.delete(f"{URL}/UserPlayedItems/{item}", headers=headers) as answer:
            assert answer.status == 200, answer.status
        await post("/Sessions/Logout", None)
        async with session.get(f"{URL}/Users/Me", headers=headers) as answer:
            assert answer.status == 401, answer.status


asyncio.run(main())
