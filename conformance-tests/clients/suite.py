"""Real client libraries in their own interpreters, and the ways of saying who one is that other clients use."""

import hashlib
import json
import os
import shutil
import subprocess
import venv
from pathlib import Path

from runner.report import Failure
from runner.server import CLEAN

from . import discovery, headers, mpv_shim, web, websocket
from .headers import credentials

FOLDER = Path(__file__).resolve().parent / "programs"
FILM = "movies/Slow River (2005)/Slow River (2005).mp4"
MINUTES = 5


def run(world):
    server = world.sample("shared")
    python = lambda: [str(python_with_libraries(world.options.cache)), "-B"]  # noqa: E731
    programs = {
        "jellyfin-apiclient-python": (python, "apiclient_python.py"),
        "aiojellyfin": (python, "aiojellyfin_client.py"),
        "@jellyfin/sdk": (lambda: node_with_libraries(world), "sdk.mjs"),
    }
    for name, (interpreter, program) in programs.items():
        if world.wants(f"clients/{name}"):
            run_program(world, server, f"clients/{name}", interpreter, program)
    mpv_shim.run(world, server, lambda: python_with_libraries(world.options.cache))
    for module in (headers, websocket, web, discovery):
        module.run(world, server)


def run_program(world, server, suite, interpreter, program):
    """Each line of JSON that the program prints is a check."""
    try:
        command, folder = interpreter(), FOLDER
        if isinstance(command, tuple):
            command, folder = command
        name, password = credentials(world)
        environment = {
            **CLEAN, "SERVER_URL": server.client.url, "SERVER_USER": name, "SERVER_PASSWORD": password,
            "FILM_FILE": str(Path(server.root) / FILM), "PROFILE": (FOLDER / "profile.json").read_text(encoding="utf-8"),
        }
        source = Path(folder) / program
        done = subprocess.run([*command, str(source)], cwd=folder, env=environment, capture_output=True, text=True, timeout=MINUTES * 60)
    except (Failure, OSError, subprocess.SubprocessError) as error:
        world.report.add(suite, "runs", "failed", str(error))
        return
    failed = False
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            said = json.loads(line)
            failed = failed or said["result"] == "failed"
            world.report.add(suite, said["check"], said["result"], said["why"])
    if done.returncode and not failed:
        world.report.add(suite, "runs to its end", "failed", f"it ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-500:]}")


def python_with_libraries(cache):
    """A virtual environment with what requirements.txt pins, made once."""
    wanted = (FOLDER / "requirements.txt").read_bytes()
    folder = cache / f"python-{hashlib.sha256(wanted).hexdigest()[:12]}"
    if not (folder / "complete").exists():
        print(f"making {folder}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", FOLDER / "requirements.txt"]
        done = subprocess.run(list(map(str, pip)), capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"the client libraries could not be installed: {done.stderr.strip()[-400:]}")
        (folder / "complete").touch()
    return folder / "bin/python"


def node_with_libraries(world):
    """Node.js, and a folder with the program and what package-lock.json pins, made once."""
    node = world.options.node
    wanted = (FOLDER / "package-lock.json").read_bytes()
    folder = world.options.cache / f"node-{hashlib.sha256(wanted).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "sdk.mjs"):
        shutil.copy2(FOLDER / name, folder / name)
    if not (folder / "complete").exists():
        print(f"making {folder}", flush=True)
        # The npm beside that Node.js comes first.
        path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        npm = shutil.which("npm", path=path) or "npm"
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=folder, env={**CLEAN, "PATH": path}, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"@jellyfin/sdk could not be installed: {done.stderr.strip()[-400:]}")
        (folder / "complete").touch()
    command = [str(node)]
    # Node 20 has the WebSocket that the SDK expects behind a flag.
    if subprocess.run([str(node), "-e", "process.exit(typeof WebSocket === 'undefined' ? 1 : 0)"], check=False).returncode:
        command.append("--experimental-websocket")
    return command, folder
