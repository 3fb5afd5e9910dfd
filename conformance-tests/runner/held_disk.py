"""A disk that answers when it is told to: a folder shown through FUSE, read-only, in which chosen folders keep whoever opens them waiting, as a network
share or a disk that spins up does. Needs root; the mount is seen by the server under test alone."""

import errno
import os
import shutil
import struct
import subprocess
import sys
import threading
from pathlib import Path

from .report import Skip

LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR, ACCESS, INTERRUPT, BATCH_FORGET = (
    1, 2, 3, 14, 15, 17, 18, 25, 26, 27, 28, 29, 34, 36, 42)
UNANSWERED = {FORGET, INTERRUPT, BATCH_FORGET}
HEADER = struct.Struct("<IIQQIIIHH")
ROOT, LARGEST = 1, 1 << 20
MOUNT = Path(__file__).with_name("mount_fuse.py")


class HeldDisk:
    """`source` as seen at `target`, once a server that was given `before` runs."""

    def __init__(self, source, target):
        if os.geteuid() != 0 or not shutil.which("unshare") or not os.path.exists("/dev/fuse"):
            raise Skip("a slow disk needs root, unshare and /dev/fuse")
        if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
            raise Skip("this machine does not let us mount")
        self.source, self.target = Path(source), Path(target)
        self.target.mkdir(parents=True)
        self.device = os.open("/dev/fuse", os.O_RDWR)
        self.nodes, self.numbers = {ROOT: ""}, {"": ROOT}
        self.held, self.waiting, self.lock = set(), [], threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    def give_to(self, server):
        """Lets this server see the disk; call it before it starts."""
        server.before = ["unshare", "-m", "--propagation", "private", sys.executable, str(MOUNT), str(self.device), str(self.target)]
        server.popen["pass_fds"] = [self.device]

    def hold(self, folder):
        """Whoever opens this folder waits from now on."""
        with self.lock:
            self.held.add(folder)

    def is_waited_for(self):
        with self.lock:
            return bool(self.waiting)

    def release(self):
        with self.lock:
            self.held.clear()
            waiting, self.waiting = self.waiting, []
        for unique in waiting:
            self._answer(unique, struct.pack("<QII", 0, 0, 0))

    def _serve(self):
        while True:
            try:
                request = os.read(self.device, LARGEST + 4096)
            except OSError as error:
                if error.errno in (errno.EINTR, errno.ENOENT, errno.EPERM):
                    # Not mounted yet, or a request that was taken back.
                    threading.Event().wait(0.01)
                    continue
                return
            _, code, unique, node, *_ = HEADER.unpack_from(request)
            if code in UNANSWERED:
                continue
            with self.lock:
                if code == OPENDIR and self.nodes.get(node) in self.held:
                    self.waiting.append(unique)
                    continue
            try:
                self._answer(unique, self._do(code, node, request[HEADER.size:]))
            except OSError as error:
                self._answer(unique, b"", -(error.errno or errno.EIO))

    def _answer(self, unique, data, error=0):
        try:
            os.write(self.device, struct.pack("<IiQ", 16 + len(data), error, unique) + data)
        except OSError:
            pass  # Whoever asked is gone.

    def _do(self, code, node, data):
        path = self.source / self.nodes.get(node, "")
        if code == INIT:
            major, minor, ahead, flags = struct.unpack_from("<IIII", data)
            wanted = flags & (1 | 1 << 18)  # reads side by side, lookups side by side
            return struct.pack("<IIIIHHIIHHI7I", major, min(minor, 31), ahead, wanted, 12, 9, LARGEST, 1, 0, 0, 0, *[0] * 7)
        if code == LOOKUP:
            name = os.fsdecode(data.rstrip(b"\0"))
            relative = os.path.join(self.nodes[node], name)
            facts = os.stat(self.source / relative)
            return struct.pack("<QQQQII", self._number(relative), 0, 1, 1, 0, 0) + attributes(facts)
        if code == GETATTR:
            return struct.pack("<QII", 1, 0, 0) + attributes(os.stat(path))
        if code == READDIR:
            _, offset, size = struct.unpack_from("<QQI", data)
            return entries(path, offset, size)
        if code == READ:
            _, offset, size = struct.unpack_from("<QQI", data)
            with open(path, "rb") as file:
                return os.pread(file.fileno(), size, offset)
        if code in (OPEN, OPENDIR):
            return struct.pack("<QII", 0, 0, 0)
        if code == STATFS:
            return struct.pack("<5Q4I6I", 1 << 20, 0, 0, 1 << 20, 0, 4096, 255, 4096, 0, *[0] * 6)
        if code in (RELEASE, RELEASEDIR, FLUSH, ACCESS):
            return b""
        raise OSError(errno.ENOSYS, "not served")

    def _number(self, relative):
        if relative not in self.numbers:
            self.numbers[relative] = len(self.numbers) + 1
            self.nodes[self.numbers[relative]] = relative
        return self.numbers[relative]


def attributes(facts):
    times = [int(time) for time in (facts.st_atime, facts.st_mtime, facts.st_ctime)]
    parts = [nanoseconds % 10**9 for nanoseconds in (facts.st_atime_ns, facts.st_mtime_ns, facts.st_ctime_ns)]
    return struct.pack("<6Q10I", facts.st_ino, facts.st_size, facts.st_blocks, *times, *parts, facts.st_mode, facts.st_nlink, facts.st_uid, facts.st_gid, 0, 4096, 0)


def entries(path, offset, size):
    names, out = sorted(os.listdir(path)), b""
    for number, name in enumerate(names[offset:], offset + 1):
        name = os.fsencode(name)
        entry = struct.pack("<QQII", number, number, len(name), 0) + name
        entry += bytes(-len(entry) % 8)
        if len(out) + len(entry) > size:
            break
        out += entry
    return out
