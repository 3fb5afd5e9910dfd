"""Bad input gets the API's own clear error, and never an error of the server's."""

import socket

from contract import routes
from runner.report import demand, equal

NUMBERS = ["-1", "99999999999999999999", "x", "", "1e9", "NaN"]
TRAVERSALS = ["../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "..%5c..%5cetc%5cpasswd", "%00/etc/passwd", "/etc/passwd"]


def run(world, server, plain):
    film = server.catalogue.find("film", "Big Test")
    checks = {
        "an unknown id is 404, one that is none is 400, everywhere": ids,
        "no value of a parameter makes the server fail": parameters,
        "a body that is no JSON, or another kind of JSON, is 400": bodies,
        "a body too large is refused before it is read": oversized,
        "what only a client knows of its settings comes back to it": strangers,
        "paths that climb out lead nowhere": traversals,
        "pictures of any size asked for are small or refused": pictures,
        "requests that are no HTTP are 400, and the server goes on": nonsense,
        "headers and queries of any length are answered": long_ones,
    }
    for name, check in checks.items():
        with world.report.check("security/input", name):
            check(server, film)
            server.client.get("/Users/Me").expect(200)


def strangers(server, film):
    for path, query in (("/System/Configuration", {}), ("/DisplayPreferences/usersettings", {"userId": server.client.user_id, "client": "stranger"})):
        whole = server.client.json(path, query)
        server.client.post(path, {**whole, "OfAnotherVersion": {"a": [1]}}, query).expect(204)
        equal(f"a member of {path}", {"a": [1]}, server.client.json(path, query).get("OfAnotherVersion"))


def ids(server, film):
    wrong = []
    for route in routes.all_routes():
        if "{itemId}" not in route.path or route.method not in ("GET", "HEAD"):
            continue
        for value, statuses in ((routes.NOBODY, {404}), ("not-an-id", {400, 404}), ("'; drop table items; --", {400, 404})):
            answer = server.client.request(route.method, routes.fill(route.path, {"itemId": value, "userId": server.client.user_id}), {"userId": server.client.user_id, "mediaSourceId": value})
            # Some lists of an unknown item are simply empty in Jellyfin.
            empty = answer.status == 200 and len(answer.body) < 400
            if answer.status not in statuses and answer.status != 400 and not empty or answer.status >= 500:
                wrong.append(f"{route.name} with {value[:8]}: {answer.status}")
    demand(not wrong, f"{len(wrong)}: {', '.join(wrong[:10])}")


def parameters(server, film):
    client, wrong = server.client, []
    names = ["startIndex", "limit", "years", "parentId", "ids", "sortBy", "sortOrder", "includeItemTypes", "filters", "fields", "genreIds", "personIds", "imageTypeLimit", "isPlayed", "minPremiereDate",
             "nameStartsWith", "searchTerm", "adjacentTo", "userId", "recursive", "minCommunityRating", "mediaTypes", "isHd", "seriesStatus"]
    values = [*NUMBERS, "a,b,,c", "%", "\\", "'", "\u0000", "\U0001f3ac" * 50, "x" * 3000, "true", "[]", "{}"]
    for path in ("/Items", "/Shows/NextUp", "/UserItems/Resume", "/Items/Latest", "/Persons", "/Artists", "/Search/Hints"):
        for name in names:
            for value in values:
                answer = client.get(path, {"userId": client.user_id, "recursive": True, "limit": 1, name: value})
                if answer.status >= 500:
                    wrong.append(f"{path}?{name}={value[:12]!r} {answer.status}")
    demand(not wrong, f"{len(wrong)}: {', '.join(wrong[:10])}")


def bodies(server, film):
    client, wrong = server.client, []
    for route in routes.all_routes():
        if route.method != "POST" or route.path in ("/System/Shutdown", "/System/Restart", "/Sessions/Logout"):
            continue
        path = routes.fill(route.path, {"itemId": routes.NOBODY, "userId": routes.NOBODY})
        for body in ('{"Name": ', "[1, 2", '"text"', "null", "[]", '{"ItemId": {"a": []}, "PositionTicks": "x", "Ids": 5, "Name": []}', "\xff\xfe"):
            answer = client.post(path, body, headers={"Content-Type": "application/json"})
            if answer.status >= 500:
                wrong.append(f"{route.path} with {body[:10]!r}: {answer.status}")
    demand(not wrong, f"{len(wrong)}: {', '.join(wrong[:10])}")
    for path in ("/Sessions/Playing", "/Sessions/Playing/Progress", "/Users/AuthenticateByName", f"/Items/{film}/PlaybackInfo", "/Sessions/Capabilities/Full"):
        equal(f"status of broken JSON at {path}", 400, client.post(path, '{"ItemId": ', headers={"Content-Type": "application/json"}).status)


def oversized(server, film):
    client = server.client
    for path in ("/Users/AuthenticateByName", "/Sessions/Playing/Progress", f"/Items/{film}/PlaybackInfo", "/System/Configuration", "/api/v1/login"):
        with socket.create_connection((client.host, client.port), timeout=20) as connection:
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: {client.identity(client.token)}\r\nContent-Length: 4000000000\r\n\r\n"
            connection.sendall(head.encode())
            try:
                connection.sendall(b'{"a":"' + b"x" * 3_000_000)
            except OSError:
                pass  # it hung up on us, which is its right
            try:
                status = int(connection.recv(64).split(b" ")[1])
            except (OSError, IndexError):
                status = 0
            demand(status in (0, 400, 413), f"{path} with four gigabytes: {status}")


def traversals(server, film):
    client = server.client
    places = ["/web/", "/app/", "/app/assets/", f"/Videos/{film}/hls1/main/", f"/Videos/{film}/{film}/Attachments/", f"/Videos/{film}/{film}/Subtitles/0/0/", f"/Items/{film}/Images/Primary/", "/System/Logs/Log?name=",
              f"/Videos/{film}/stream.", "/Branding/", "/Plugins/", "/api/v1/items/", f"/Videos/{film}/Trickplay/320/"]
    for place in places:
        for path in TRAVERSALS:
            answer = client.get(place + path)
            demand(b"root:" not in answer.body, f"{place}{path} gave out /etc/passwd")
            demand(answer.status < 500, f"{place}{path}: {answer.status}")


def pictures(server, film):
    client, path = server.client, f"/Items/{film}/Images/Primary"
    for query in ({"width": 100000, "height": 100000}, {"maxWidth": 2_000_000_000}, {"fillWidth": 65535, "fillHeight": 1}, {"width": 0}, {"width": -5}, {"height": 99999999999999999999}, {"quality": 1000}, {"quality": -1},
                  {"blur": 100000}, {"percentPlayed": 1e300}, {"unplayedCount": -7}, {"format": "exe"}, {"backgroundColor": "#zzzzzz"}, {"maxWidth": 200, "imageIndex": 99}):
        answer = client.get(path, query)
        demand(answer.status in (200, 400, 404), f"{query}: {answer.status}")
        demand(len(answer.body) < 5_000_000, f"{query}: {len(answer.body)} bytes")
        if answer.status == 200:
            demand(answer.kind.startswith("image/"), f"{query}: {answer.kind}")


def nonsense(server, film):
    for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 200, b"POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                 b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + b"X: y\r\n" * 3000 + b"\r\n"):
        with socket.create_connection((server.client.host, server.client.port), timeout=10) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            try:
                answer = connection.recv(200)
            except OSError:
                answer = b""
            demand(not answer.startswith(b"HTTP/1.1 5"), f"{data[:20]!r}: {answer[:40]!r}")


def long_ones(server, film):
    client = server.client
    for query, headers in (({"searchTerm": "x" * 30_000}, {}), ({"ids": ",".join([film] * 800)}, {}), ({"ids": ",".join([routes.NOBODY] * 800)}, {}), ({}, {"X-Emby-Authorization": "MediaBrowser " + 'A="b", ' * 2000})):
        answer = client.get("/Items", {"userId": client.user_id, "recursive": True, **query}, headers=headers)
        demand(answer.status < 500, f"{list(query)}: {answer.status}")
