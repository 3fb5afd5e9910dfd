"""The command line: which suites run, against which server."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from clients.websocket import Socket
from contract.answers import Answers

from . import scenarios
from .client import Client
from .report import Report
from .world import World

FOLDER = Path(__file__).resolve().parent.parent
SEED = 20_260


def suites():
    """Each suite with whether it needs servers that it may kill, in the order in which they run."""
    from clients import suite as clients
    from contract import fuzz
    from library import suite as library
    from playback import suite as playback
    from replay import suite as replay
    from resilience import suite as resilience
    from security import suite as security

    return {
        "scenarios": (scenarios.run, False),
        "library": (library.run, True),
        "replay": (replay.run, False),
        "clients": (clients.run, False),
        "playback": (playback.run, False),
        "security": (security.run, True),
        "fuzz": (fuzz.run, True),
        "resilience": (resilience.run, True),
    }


def arguments(given):
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "walros"
    target = Path(os.environ.get("CARGO_TARGET_DIR") or cache / "target")
    parser = argparse.ArgumentParser(description="Conformance tests: real client libraries and plain requests against a running server.")
    parser.add_argument("--server", type=Path, default=target / "debug/walros", help="the server's binary [%(default)s]")
    parser.add_argument("--worker", type=Path, help="the worker's binary [beside the server]")
    parser.add_argument("--sample", type=Path, help="the sample library [made by `cargo xtask sample` when not given]")
    parser.add_argument("--seeded", type=Path, help=f"a library from a seed, with its expected.json [made with seed {SEED} when not given]")
    parser.add_argument("--node", type=Path, help="Node.js, for @jellyfin/sdk [from PATH]")
    parser.add_argument("--target", choices=["walros", "jellyfin"], default="walros", help="jellyfin: run what holds there too against --url")
    parser.add_argument("--url", help="a server that runs already and holds the sample library, nothing watched")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default="")
    parser.add_argument("--only", nargs="+", default=[], metavar="SUITE", help="these suites or groups only, such as playback or scenarios/music")
    parser.add_argument("--cache", type=Path, default=cache / "conformance", help="client libraries and libraries made here are kept there [%(default)s]")
    parser.add_argument("--verbose", action="store_true", help="print where errors come from, keep the servers' data")
    options = parser.parse_args(given)
    options.worker = options.worker or options.server.with_name("walros-worker")
    options.node = options.node or Path(shutil.which("node") or "node")
    if options.target == "jellyfin" and not options.url:
        parser.error("--target jellyfin needs --url")
    return options


def made(options, name, *seed):
    """A sample library that was not given. Its folder is called by what makes it, so that another maker makes another."""
    maker = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((FOLDER.parent / "src/xtask/library").rglob("*.rs"))))
    folder = options.cache / f"{name}-{maker.hexdigest()[:12]}"
    if (folder / "expected.json").exists():
        return folder
    print(f"making {folder}", flush=True)
    subprocess.run(["cargo", "xtask", "sample", *seed, str(folder)], cwd=FOLDER.parent, check=True)
    return folder


def main(given=None):
    sys.stdout.reconfigure(line_buffering=True)
    options = arguments(given)
    report = Report(options.verbose)
    if options.sample is None:
        options.sample = made(options, "sample")
    if options.seeded is None and options.target == "walros":
        options.seeded = made(options, f"seeded-{SEED}", "--seed", str(SEED))
    world = World(options, report, FOLDER)
    answers = Answers()
    Client.listener, Socket.listener = answers.hear, answers.hear_message
    try:
        for name, (run, own_servers) in suites().items():
            if not world.wants(name) or own_servers and options.url:
                continue
            with report.outside_checks(name):
                run(world)
        whole = not options.only and not options.url
        answers.tell(report, whole)
    finally:
        world.close()
    return report.close(FOLDER / "results.jsonl", whole)
