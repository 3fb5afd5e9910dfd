"""What Jellyfin's own web client asks: its first-run wizard and some seventy of its pages, recorded at a Jellyfin 12, asked again in the same order with the same
bodies. Then what other families of clients ask, from their sources."""

from clients.headers import credentials
from contract.reviewed import reviewed
from runner.catalogue import Catalogue
from runner.client import Client
from runner.report import Failure, demand

from . import evening
from .families import members
from .script import Player, script

KINDS = {"Movies": "movies", "Shows": "tvshows", "Music": "music", "Photos": "homevideos"}
FOLDERS = {"Movies": "movies", "Shows": "tv", "Music": "music", "Photos": "photos"}
USER, PASSWORD = "admin", "golden words"


def run(world):
    if world.wants("replay/evening"):
        server = world.sample("evening")
        evening.run(world, server, credentials(world))
        server.stop()
    if any(world.wants(f"replay/{part}") for part in ("wizard", "pages", "families")):
        pages(world)


def pages(world):
    if world.options.url:
        server, who = world.sample("given"), (world.options.user, world.options.password)
    else:
        server, who = wizard(world), (USER, PASSWORD)
    client = Client(server.client.url, "web", "Jellyfin Web", "12.0.0")
    play(world, "replay/pages", script("web-pages"), Player(client, server.catalogue, *who))
    families(world, server, who)
    with world.report.check("replay/pages", "what is passed over was asked for"):
        unneeded = reviewed("page").unneeded()
        demand(not unneeded, f"listed, but not recorded: {', '.join(unneeded)}")
    server.stop()


def wizard(world):
    """A new server, set up by nothing but the wizard's requests, and then its libraries, as the dashboard adds them."""
    root = world.sample_root.resolve()
    server = world.server([], root).start()
    player = Player(Client(server.client.url, "web", "Jellyfin Web", "12.0.0"), Catalogue(server.client, root), USER, PASSWORD)
    play(world, "replay/wizard", script("web-wizard"), player)
    client = server.client.sign_in(USER, PASSWORD)
    with world.report.check("replay/wizard", "libraries are added and scanned"):
        for name, kind in KINDS.items():
            body = {"LibraryOptions": {"PathInfos": [{"Path": f"{root}/{FOLDERS[name]}"}]}}
            client.post("/Library/VirtualFolders", body, {"name": name, "collectionType": kind, "refreshLibrary": True}).expect(204)
        server.libraries = list(KINDS)
        server.wait_for_scan()
        demand(len(client.json("/Library/VirtualFolders")) == len(KINDS), "not all libraries are there")
    server.catalogue = Catalogue(client, root)
    return server


def families(world, server, who):
    """Clients that cannot run here, by what they are known to ask."""
    server.client.post("/Auth/Keys", query={"app": "families"}).expect(204)
    key = next(one["AccessToken"] for one in server.client.json("/Auth/Keys")["Items"] if one["AppName"] == "families")
    for member, lines in members(server.client.url, script("families"), key):
        player = Player(member, server.catalogue, *who)
        player.known["admin"] = server.client.user_id
        play(world, "replay/families", lines, player)


def play(world, suite, lines, player):
    """A check for each page. What a page asks after a disagreement is asked all the same, as the client would."""
    for page in dict.fromkeys(line["page"] for line in lines):
        with world.report.check(suite, page):
            problems = [problem for line in lines if line["page"] == page for problem in player.step(line)]
            if problems:
                raise Failure(f"{len(problems)}: {'; '.join(problems[:5])}")
