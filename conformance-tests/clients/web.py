"""A folder of the shape of Jellyfin's own web client, given with `--jellyfin-web`: what its pages and the shells that load them need of `/web/`."""

import os
import subprocess
from pathlib import Path

from runner.report import demand
from runner.server import CLEAN

SUITE = "clients/web"
HASH = "0123456789abcdef0123"
# As webpack leaves them: nearly everything is named by its content; what is not is looked for by name.
FILES = {
    "index.html": "text/html", "config.json": "application/json", "serviceworker.js": "text/javascript", f"main.jellyfin.{HASH}.bundle.js": "text/javascript",
    f"home-html.{HASH}.chunk.js": "text/javascript", f"main.jellyfin.{HASH}.css": "text/css", f"{HASH}.woff2": "font/woff2", f"{HASH}.manifest.json": "application/json",
    "libraries/subtitles-octopus-worker.wasm": "application/wasm", "libraries/pdf.worker.mjs": "text/javascript", "themes/dark/theme.css": "text/css", "favicons/touchicon.png": "image/png",
    "assets/audio/sound.mp3": "audio/mpeg", "strings/de.json": "application/json",
}


def run(world, _server):
    if not world.wants(SUITE) or world.options.url:
        return
    folder = stock(world.scratch / "jellyfin-web")
    server = world.server([], world.sample_root, options=["--jellyfin-web", folder]).start()
    client, check = server.client, lambda name: world.report.check(SUITE, name)
    with check("the address of the server leads to its page"):
        for path, to in (("/", "web/"), ("/web", "/web/")):
            found = client.get(path, anonymous=True).expect(302)
            demand(found.headers.get("location") == to, f"{path} leads to {found.headers.get('location')}")
        page = client.get("/web/", anonymous=True).expect(200)
        demand(page.text == "index.html" and client.get("/web/index.html", anonymous=True).expect(200).text == page.text, f"the page is {page.text!r}")
    with check("every file has its type and is kept as long as its name lasts"):
        for path, kind in FILES.items():
            found = client.get(f"/web/{path}", anonymous=True).expect(200)
            lasts = "max-age=31536000" in found.headers.get("cache-control", "")
            demand(found.kind == kind, f"{path} is {found.kind}")
            demand(lasts == (HASH in path), f"{path}: Cache-Control is {found.headers.get('cache-control')}")
            demand(lasts or "no-cache" in found.headers.get("cache-control", ""), f"{path} would be kept unasked")
    with check("conditions and ranges hold"):
        path = f"/web/main.jellyfin.{HASH}.bundle.js"
        whole = client.get(path, anonymous=True)
        for name, header in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
            client.get(path, headers={name: whole.headers[header]}, anonymous=True).expect(304)
        part = client.get(path, headers={"Range": "bytes=2-5"}, anonymous=True).expect(206)
        demand(part.body == whole.body[2:6], f"the part is {part.body}")
        demand(not client.head(path, anonymous=True).expect(200).body, "HEAD has a body")
    with check("what is not in the folder is not there, however it is spelt"):
        for path in ("nothing.js", "themes", "themes/", "../secret", "%2e%2e/secret", "themes/%2e%2e/%2e%2e/secret", "..%2fsecret", "linked", "up/secret", ".hidden", "%2ehidden"):
            found = client._send("GET", f"/web/{path}", None, {})
            demand(found.status in (400, 404) and b"secret" not in found.body, f"{path}: {found.status} {found.body[:40]!r}")
    with check("routes below /web/ are still the API's"):
        client.get("/web/ConfigurationPages", anonymous=True).expect(401)
    with check("a folder that is none is said at the start"):
        for wrong, words in ((world.scratch / "nowhere", "there is no folder"), (folder / "themes", "has no index.html")):
            command = [server.binary, "serve", "--data", world.scratch / "web-data", "--worker", server.worker, "--listen", "127.0.0.1:0", "--jellyfin-web", wrong]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=CLEAN, timeout=60)
            demand(done.returncode and words in done.stderr, f"{wrong}: ended with {done.returncode}: {done.stderr[-300:]}")
    server.stop()


def stock(folder):
    for path in FILES:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    Path(folder.parent / "secret").write_text("secret")
    Path(folder / ".hidden").write_text("secret")
    os.symlink(folder.parent / "secret", folder / "linked")
    os.symlink(folder.parent, folder / "up")
    return folder
