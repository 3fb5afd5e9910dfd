"""Nothing but a reviewed list answers without a credential, and what administrators do is for administrators."""

from contract import routes
from runner.report import Failure, demand, equal

# What 10.8 to 10.11 answered by GET too, and an artist's picture without a number, as genres and people have it.
OLDER = {(method, path) for method in ("GET", "HEAD") for path in ("/quickconnect/initiate", "/artists/{}/images/{}")}
VALUES = ("itemId", "videoId", "routeItemId", "mediaSourceId", "routeMediaSourceId", "seriesId")


def run(world, server, plain):
    film = server.catalogue.find("film", "Big Test")
    values = {**{name: film for name in VALUES}, "userId": server.client.user_id}
    with world.report.check("security/anonymous", "the facade's list is that of Jellyfin, but for what it makes safer"):
        wanted = {(one.method, routes.shape(one.path)) for one in routes.all_routes() if one.who == "anonymous"}
        more = routes.open_ones() - wanted - {("HEAD", path) for method, path in wanted if method == "GET"}
        demand(more <= OLDER, f"anonymous here, not there: {sorted(more - OLDER)}")
    for name, credential in (("no token", {}), ("a token that is none", {"X-Emby-Token": "f" * 32}), ("an empty token", {"Authorization": 'MediaBrowser Token=""'})):
        with world.report.check("security/anonymous", f"with {name} nothing but the list answers"):
            nobody(server, values, credential)
    with world.report.check("security/anonymous", "with a token that ended nothing but the list answers"):
        ended = plain.another("ended").sign_in("plain", "plain words")
        ended.post("/Sessions/Logout").expect(204)
        nobody(server, values, {"X-Emby-Token": ended.token})
    with world.report.check("security/anonymous", "a file opens without a token only for whoever asked with one how to play it"):
        asked_before(server)
    with world.report.check("security/anonymous", "the native API answers nothing without a token"):
        native(server)
    with world.report.check("security/rights", "nobody does a thing for somebody else"):
        for_somebody_else(server, plain)


def nobody(server, values, credential):
    listed, wrong = routes.open_ones(), []
    for route in routes.all_routes():
        answer = server.client.request(route.method, routes.fill(route.path, values), body={} if route.method == "POST" else None, headers=credential, anonymous=True)
        free = (route.method, routes.shape(route.path)) in listed
        # A route that is not served yet is nobody's secret.
        if answer.status >= 500 or not free and answer.status not in (401, 404, 405) or not free and answer.status != 401 and len(answer.body) > 500:
            wrong.append(f"{route.name} {answer.status}")
        if free and answer.status in (401, 403) and route.path not in ("/Users/ForgotPassword", "/Users/ForgotPassword/Pin"):
            wrong.append(f"{route.name} is listed but answers {answer.status}")
    demand(not wrong, f"{len(wrong)} routes: {', '.join(wrong[:12])}")


def asked_before(server):
    """Findroid, Android TV and others build addresses of original files without a token."""
    client, find = server.client, server.catalogue.find
    film, other = find("film", "Upright"), find("film", "Open Door")

    def status(item, **query):
        return client.get(f"/Videos/{item}/stream", {"mediaSourceId": item, **query}, headers={"Range": "bytes=0-9"}, anonymous=True).status

    equal("status before", 401, status(film, static=True))
    client.post(f"/Items/{film}/PlaybackInfo", {}, {"userId": client.user_id}).expect(200)
    equal("status afterwards", 206, status(film, static=True))
    equal("status of another file", 401, status(other, static=True))
    equal("status of an encoding", 401, status(film, videoCodec="h264"))
    client.get(f"/Videos/{film}/stream", {"static": True, "mediaSourceId": other}, anonymous=True).expect(401, 404)
    client.get(f"/Items/{film}/Download", anonymous=True).expect(401)


def native(server):
    document = server.client.get("/api/v1/openapi.json", anonymous=True).expect(200).json()
    wrong = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation.get("security") == [{}] or method not in ("get", "post", "put", "delete", "patch"):
                continue
            target = routes.fill(path, {})
            target = target if target.startswith("/api/v1") else "/api/v1" + target
            # What is asked for must be well said, or its form would be refused before its right.
            query = {one["name"]: "/" for one in operation.get("parameters", []) if one["in"] == "query" and one.get("required")}
            answer = server.client.request(method.upper(), target, query, body={} if method in ("post", "put", "patch") else None, anonymous=True)
            if answer.status not in (401, 403, 404) and not (answer.status == 400 and method != "get"):
                wrong.append(f"{method} {path} {answer.status}")
    demand(not wrong, f"{len(wrong)} operations: {', '.join(wrong[:12])}")


def for_somebody_else(server, plain):
    admin, film = server.client.user_id, server.catalogue.find("film", "Big Test")
    attempts = [
        ("GET", f"/Users/{admin}/Items", {}), ("GET", f"/Users/{admin}/Items/{film}", {}), ("GET", "/Items", {"userId": admin}), ("GET", "/UserItems/Resume", {"userId": admin}),
        ("GET", "/UserViews", {"userId": admin}), ("POST", f"/UserPlayedItems/{film}", {"userId": admin}), ("POST", f"/Users/{admin}/PlayedItems/{film}", {}),
        ("POST", f"/UserFavoriteItems/{film}", {"userId": admin}), ("GET", "/Shows/NextUp", {"userId": admin}), ("GET", f"/UserItems/{film}/UserData", {"userId": admin}),
        ("POST", f"/Users/{admin}/Policy", {}), ("POST", "/Users/Password", {"userId": admin}), ("POST", "/Users/Configuration", {"userId": admin}),
    ]
    wrong = []
    for method, path, query in attempts:
        answer = plain.request(method, path, query, body={"CurrentPw": "", "NewPw": "x"} if method == "POST" else None)
        if answer.status not in (403, 404):
            wrong.append(f"{method} {path} {answer.status}")
    demand(not wrong, f"{', '.join(wrong)}")
    played = server.client.json(f"/UserItems/{film}/UserData", {"userId": admin})
    if played["Played"] or played["IsFavorite"]:
        raise Failure("it was refused, and done all the same")
