"""Schemathesis on the reduced specification: whatever it makes up, no answer is an error of the server's, every answer is as the specification or the reviewed
list says (contract/fuzz_check.py), and the server is there afterwards."""

import json
import os
import re
import subprocess

from clients.suite import python_with_libraries
from runner.report import Failure, demand

from .openapi import document
from .reviewed import reviewed

# What would end the server, the credential or the film that the others need, or have it look through the whole disk.
LEFT_OUT = {
    "DELETE /Items/{itemId}", "DELETE /Items",
    "POST /System/Shutdown", "POST /System/Restart", "POST /Sessions/Logout", "POST /Users/Password", "POST /Users/{userId}/Password", "DELETE /Users/{userId}",
    "POST /Users/{userId}/Policy", "POST /Library/VirtualFolders", "POST /Library/VirtualFolders/Paths", "DELETE /Devices", "POST /Users/AuthenticateByName",
}
# So many made-up requests of each route, from one seed: no limit of time, so that every machine asks the same. WALROS_FUZZ: more of them, from another seed.
MOST, SEED = int(os.environ.get("WALROS_FUZZ", 8)), int(os.environ.get("WALROS_FUZZ_SEED", 1))
COPIED = ("movies/Big Test (2008)", "tv", "music", "photos")
# A report of its has the request to be sent again in a line of its own.
REPRODUCED = re.compile(r"^\s*(curl .*)$", re.M)


def run(world):
    # A copy: what an administrator may do, he does here to whatever there is.
    root = world.copy(*COPIED)
    server = world.server(world.libraries(root), root).ready()
    token = server.client.token
    for name, headers in (("with an administrator's token", [f"Authorization: {server.client.identity(token)}"]), ("without a credential", [])):
        with world.report.check("fuzz", f"{name}, every answer to made-up requests is documented or reviewed"):
            fuzz(world, server, name, headers)
            server.client.get("/System/Info").expect(200)
    server.stop()


def fuzz(world, server, name, headers):
    find = server.catalogue.find
    film = find("film", "Big Test")
    examples = {"itemId": film, "mediaSourceId": film, "routeItemId": film, "routeMediaSourceId": film, "videoId": film, "userId": server.client.user_id, "seriesId": find("series", "Signal Lost"),
                "parentId": find("library", "Movies"), "imageType": "Primary", "ids": film}
    specification = world.scratch / "jellyfin.json"
    specification.write_text(json.dumps(document(examples, LEFT_OUT)), encoding="utf-8")
    program = python_with_libraries(world.options.cache).with_name("schemathesis")
    command = [program, "run", specification, "--url", server.client.url, "--checks", "not_a_server_error,contract", "--continue-on-failure", "--phases", "examples,fuzzing", "--max-examples", MOST,
               "--workers", 2, "--seed", SEED, "--no-shrink", "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", 60]
    for header in headers:
        command += ["--header", header]
    findings = world.scratch / f"fuzz-{len(headers)}.jsonl"
    findings.touch()
    own = {"SCHEMATHESIS_HOOKS": "contract.fuzz_check", "PYTHONPATH": str(world.folder), "FUZZ_FINDINGS": str(findings), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(list(map(str, command)), cwd=world.scratch, env={**os.environ, **own}, capture_output=True, text=True, timeout=1800)
    met = findings.with_name(findings.name + ".met")
    reviewed("answer").needed.update(json.loads(met.read_text(encoding="utf-8")) if met.exists() else [])
    told = told_of(findings)
    if told:
        raise Failure(f"{len(told)}: " + "; ".join(told[:40]))
    if done.returncode:
        wrong = REPRODUCED.findall(done.stdout)
        raise Failure(f"{len(wrong)}: {'; '.join(dict.fromkeys(wrong[:8]))}" if wrong else (done.stdout + done.stderr)[-1500:])
    demand("No issues found" in done.stdout or "passed" in done.stdout, lambda: done.stdout[-600:])


def told_of(findings):
    """Each thing that was wrong once, with a route and an address where it was."""
    first, routes = {}, {}
    for route, what, address in map(json.loads, findings.read_text(encoding="utf-8").splitlines()):
        # Made-up names and values are all alike.
        what = re.sub(r"^(\w+)\..* is not in the schema$", r"a member of \1 is not in the schema", re.sub(r"( is (?:list|dict|str|int|float|bool)) .*, not ", r"\1, not ", what, flags=re.S), flags=re.S)
        first.setdefault(what, address)
        routes.setdefault(what, set()).add(route)
    more = lambda what: f" and {len(routes[what]) - 1} more" if len(routes[what]) > 1 else ""  # noqa: E731
    return [f"{what} ({min(routes[what])}{more(what)}, {first[what][:200]})" for what in sorted(first)]
