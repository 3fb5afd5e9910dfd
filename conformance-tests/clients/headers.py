"""Every way in which clients of any age say who they are, on requests that need it and on those that do not."""

from runner.client import Client
from runner.report import demand
from runner.server import PASSWORD, USER

ROUTES = ["/Users/Me", "/users/me/", "/emby/Users/Me", "/System/Info"]


def forms(token, device):
    """Names of clients and what they send: headers and query."""
    return {
        "Jellyfin 12: Authorization, all quoted": ({"Authorization": f'MediaBrowser Client="A", Device="B", DeviceId="{device}", Version="1", Token="{token}"'}, {}),
        "Kodi: Authorization, bare and percent-encoded": ({"Authorization": f"MediaBrowser Client=Kodi, Device=Living%20Room, DeviceId={device}, Version=1.0.4, Token={token}"}, {}),
        "old Swiftfin: Authorization with only a bare token": ({"Authorization": f"MediaBrowser Token={token}"}, {}),
        "Emby clients: the Emby scheme": ({"Authorization": f'Emby UserId="x", Client="A", Device="B", DeviceId="{device}", Version="1", Token="{token}"'}, {}),
        "a scheme in lower case": ({"Authorization": f'mediabrowser Token="{token}"'}, {}),
        "Jellyseerr: X-Emby-Authorization": ({"X-Emby-Authorization": f'MediaBrowser Client="Seerr", Device="S", DeviceId="{device}", Version="1", Token="{token}"'}, {}),
        "Infuse: X-Emby-Token": ({"X-Emby-Token": token}, {}),
        "Sonarr: X-MediaBrowser-Token": ({"X-MediaBrowser-Token": token}, {}),
        "Roku: a header of the device and the token elsewhere": ({"Authorization": f'MediaBrowser Client="Roku", Device="R", DeviceId="{device}", Version="3"', "X-Emby-Token": token}, {}),
        "players: ?ApiKey=": ({}, {"ApiKey": token}),
        "players: ?apikey=": ({}, {"apikey": token}),
        "older players: ?api_key=": ({}, {"api_key": token}),
        "behind a proxy with its own password": ({"Authorization": "Basic dXNlcjpwYXNz", "X-Emby-Token": token}, {}),
        "a device called Café, 東京": ({"Authorization": f'MediaBrowser Client="A", Device="Caf%C3%A9, %E6%9D%B1%E4%BA%AC", DeviceId="{device}", Version="1", Token="{token}"'}, {}),
    }


def run(world, server):
    if not world.wants("clients/headers"):
        return
    ours = server.client
    for name, (headers, query) in forms(ours.token, ours.device).items():
        with world.report.check("clients/headers", name):
            for route in ROUTES:
                ours.get(route, query, headers=headers, anonymous=True).expect(200)
    with world.report.check("clients/headers", "an empty token is none"):
        ours.get("/Users/Me", headers={"Authorization": 'MediaBrowser Client="A", Token=""'}, anonymous=True).expect(401)
    with world.report.check("clients/headers", "the first token that is there counts"):
        ours.get("/Users/Me", {"api_key": "0" * 32}, headers={"Authorization": f'MediaBrowser Token="{ours.token}"'}, anonymous=True).expect(200)
    with world.report.check("clients/headers", "signing in again on a device ends its older token, and no other device's"):
        signing_in_again(world, server)


def signing_in_again(world, server):
    name, password = credentials(world)
    one, same, other = (Client(server.client.url, device).sign_in(name, password) for device in ("twice", "twice", "once"))
    demand(one.token != same.token, "the same token was given twice")
    one.get("/Users/Me").expect(401)
    same.get("/Users/Me").expect(200)
    other.post("/Sessions/Logout").expect(204)
    other.get("/Users/Me").expect(401)
    same.get("/Users/Me").expect(200)
    same.post("/Sessions/Logout").expect(204)


def credentials(world):
    """Name and password of the administrator of the server under test."""
    return (world.options.user, world.options.password) if world.options.url else (USER, PASSWORD)
