"""Walros servers of our own: each with a fresh data folder and a free port on loopback, stopped when the run ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from .catalogue import Catalogue
from .client import Client
from .report import Failure, demand

START_SECONDS, SCAN_SECONDS = 60, 300
USER, PASSWORD = "admin", "correct horse"
# Nothing of the person's own settings may reach a server under test.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("WALROS_") and name != "DATABASE_URL"}
BUSY = {"waiting", "walking", "reading", "pictures"}


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Server:
    """One `walros serve`. `libraries` are arguments such as `movies:/folder`; `before` is put before the command line, `options` are given to it."""

    def __init__(self, binary, worker, data, libraries, root, before=(), options=(), **popen):
        self.binary, self.worker, self.data, self.libraries, self.root = binary, worker, Path(data), list(libraries), Path(root)
        self.before, self.options, self.popen = list(before), list(options), popen
        self.port, self.process, self.catalogue = free_port(), None, None
        self.client = Client(f"http://127.0.0.1:{self.port}")
        self.log_path = self.data.with_name(self.data.name + ".log")

    def add_user(self, name=USER, password=PASSWORD, admin=True):
        command = [self.binary, "user", "add", name, *(["--admin"] if admin else []), "--password-stdin", "--data", self.data, "--worker", self.worker]
        done = subprocess.run(list(map(str, command)), input=password + "\n", text=True, capture_output=True, env=CLEAN, **self.popen)
        demand(done.returncode == 0, f"`walros user add` failed: {done.stderr.strip()[-400:]}")

    def start(self):
        """Starts, and returns when it answers."""
        command = [*self.before, self.binary, "serve", "--data", self.data, "--worker", self.worker, "--listen", f"127.0.0.1:{self.port}", "--setup-token", "conformance", *self.options]
        with open(self.log_path, "ab") as log:
            arguments = list(map(str, command + self.libraries))
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=CLEAN, start_new_session=True, **self.popen)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Failure(f"the server ended with {self.process.returncode}: {self.log()[-600:]}")
            if self.answers():
                return self
            time.sleep(0.05)
        raise Failure(f"the server does not answer after {START_SECONDS} s: {self.log()[-600:]}")

    def answers(self):
        try:
            return self.client.get("/health", anonymous=True).status == 200
        except Failure:
            return False

    def native(self, method, path, body=None):
        """A request of the native API, signed in as the client is."""
        return self.client.request(method, "/api/v1" + path, body=body, headers={"Authorization": f"Bearer {self.client.token}"})

    def scans(self):
        return self.native("GET", "/admin/scans").expect(200).json()

    def wait_for_scan(self):
        """Returns when every library's scan is over; the server starts one by itself as it comes up."""
        until = time.monotonic() + SCAN_SECONDS
        while time.monotonic() < until:
            scans = self.scans()
            if len(scans) >= len(self.libraries) and not any(scan["phase"] in BUSY for scan in scans):
                return scans
            time.sleep(0.1)
        raise Failure(f"the scan is not over after {SCAN_SECONDS} s: {json.dumps(self.scans())[:400]}")

    def scan(self):
        """Scans everything once more and waits for the end."""
        self.native("POST", "/admin/scans").expect(202)
        return self.wait_for_scan()

    def ready(self):
        """Starts with an administrator who is signed in, the libraries scanned and the items known by name."""
        self.add_user()
        self.start()
        self.client.sign_in(USER, PASSWORD)
        self.wait_for_scan()
        self.catalogue = Catalogue(self.client, self.root)
        return self

    def workers(self):
        """The process ids of the server's worker processes."""
        return [pid for pid in descendants(self.process.pid) if "walros-worker" in command_of(pid)]

    def kill(self):
        """What a power cut does to it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Asks it to end, and insists after a while."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def log(self):
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def remove(self):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)


class RunningServer:
    """A server that somebody else runs, Jellyfin for example."""

    def __init__(self, url, root, user, password):
        self.root, self.client = root, Client(url).sign_in(user, password)
        self.catalogue = Catalogue(self.client, root)

    def stop(self):
        pass


def descendants(pid):
    """All processes below one, from /proc."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
