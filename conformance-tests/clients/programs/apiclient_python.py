"""jellyfin-apiclient-python, the library of Jellyfin MPV Shim and (in an older form) of Jellyfin for Kodi, used as its README says."""

import threading

import requests
from jellyfin_apiclient_python import JellyfinClient
from jellyfin_apiclient_python.connection_manager import CONNECTION_STATE

from steps import FILM, PASSWORD, POSITION_TICKS, PROFILE, URL, USER, Steps, same_bytes

steps = Steps()
client = JellyfinClient()
client.config.app("conformance", "1.0.0", "conformance machine", "conformance-apiclient")
client.config.data["auth.ssl"] = True

with steps("signs in"):
    assert client.auth.connect_to_address(URL)["State"] == CONNECTION_STATE.ServerSignIn, "not asked to sign in"
    assert client.auth.login(URL, USER, PASSWORD), "the login was refused"

with steps("connects again with its stored credentials"):
    credentials = client.auth.credentials.get_credentials()
    server = credentials["Servers"][0]
    state = client.authenticate({"Servers": [server]}, discover=False)
    assert state["State"] == CONNECTION_STATE.SignedIn, state
    client.start(websocket=False)

with steps("browses the libraries"):
    views = {view["Name"]: view for view in client.jellyfin.get_views()["Items"]}
    assert {"Movies", "Shows", "Music", "Photos"} <= views.keys(), views.keys()

with steps("browses films"):
    films = client.jellyfin.get_user_items(parent_id=views["Movies"]["Id"], include_item_types="Movie", recursive=True, sort_by="SortName")
    assert films["TotalRecordCount"] == len(films["Items"]) > 0, films["TotalRecordCount"]
    film = next(one for one in films["Items"] if one["Name"].startswith(FILM))

with steps("browses a series down to its episodes"):
    series = client.jellyfin.search_media_items(term="Signal Lost", media="Series")["Items"][0]
    seasons = client.jellyfin.get_seasons(series["Id"])["Items"]
    assert [season["IndexNumber"] for season in seasons] == [0, 1, 2], seasons
    episodes = client.jellyfin.get_episodes(series["Id"], seasons[1]["Id"])["Items"]
    assert [episode["IndexNumber"] for episode in episodes] == [1, 2, 4], episodes

with steps("looks at a film"):
    item = client.jellyfin.get_item(film["Id"])
    assert item["RunTimeTicks"] > 3_000_000_000 and item["MediaSources"], item["RunTimeTicks"]

with steps("asks how to play it, and may play it as it is"):
    decision = client.jellyfin.get_play_info(film["Id"], PROFILE)
    source = decision["MediaSources"][0]
    assert decision["PlaySessionId"] and source["SupportsDirectPlay"] and not source.get("TranscodingUrl"), source

with steps("streams it"):
    url = client.jellyfin.video_url(film["Id"], source["Id"])
    answer = requests.get(url, headers={"Range": "bytes=0-65535"}, timeout=30)
    assert answer.status_code == 206 and len(answer.content) == 65536 and same_bytes(answer.content), answer.status_code

with steps("takes a poster"):
    answer = requests.get(client.jellyfin.artwork(film["Id"], "Primary", 200), timeout=30)
    assert answer.status_code == 200 and answer.content.startswith(b"\xff\xd8\xff"), answer.status_code

with steps("reports that it plays"):
    playing = {"ItemId": film["Id"], "MediaSourceId": source["Id"], "PlaySessionId": decision["PlaySessionId"], "CanSeek": True, "IsPaused": False, "PlayMethod": "DirectPlay"}
    client.jellyfin.session_playing({**playing, "PositionTicks": 0})
    client.jellyfin.session_progress({**playing, "PositionTicks": POSITION_TICKS // 2})
    client.jellyfin.session_progress({**playing, "PositionTicks": POSITION_TICKS, "IsPaused": True})
    client.jellyfin.session_stop({**playing, "PositionTicks": POSITION_TICKS})

with steps("finds the resume point again"):
    again = client.jellyfin.get_resume_items()["Items"]
    assert [one["Id"] for one in again] == [film["Id"]], again
    assert again[0]["UserData"]["PlaybackPositionTicks"] == POSITION_TICKS, again[0]["UserData"]
    assert client.jellyfin.get_userdata_for_item(film["Id"])["PlaybackPositionTicks"] == POSITION_TICKS

with steps("hears of a change over its websocket"):
    heard, changed = threading.Event(), threading.Event()

    def callback(message, data):
        if message == "WebSocketConnect":
            heard.set()
        if message == "UserDataChanged" and any(one.get("ItemId", "").replace("-", "") == film["Id"] for one in data.get("UserDataList", [])):
            changed.set()

    client.callback_ws = client.callback = callback
    client.start_wsc()
    assert heard.wait(10), "no connection"
    client.jellyfin.favorite(film["Id"], True)
    assert changed.wait(10), "no UserDataChanged"
    client.jellyfin.favorite(film["Id"], False)

with steps("forgets the resume point"):
    client.jellyfin.item_played(film["Id"], False)
    assert client.jellyfin.get_resume_items()["Items"] == []

with steps("signs out"):
    token = client.config.data["auth.token"]
    client.jellyfin.sessions("/Logout", "POST")
    answer = requests.get(f"{URL}/Users/Me", headers={"X-Emby-Token": token}, timeout=30)
    assert answer.status_code == 401, answer.status_code
    client.stop()
