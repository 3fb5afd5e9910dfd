"""What a run works with: the libraries, the binaries, and servers made from them."""

import itertools
import json
import shutil
import tempfile
from pathlib import Path

from .report import demand
from .server import RunningServer, Server

# As the command line and every expectation call them.
FOLDERS = [("movies", "Movies", "movies"), ("shows", "Shows", "tv"), ("music", "Music", "music"), ("photos", "Photos", "photos")]


class World:
    """One run. Everything it makes lies in `scratch` and is gone afterwards."""

    def __init__(self, options, report, folder):
        self.options, self.report, self.folder = options, report, folder
        self.sample_root, self.seeded_root = options.sample, options.seeded
        self.scratch = Path(tempfile.mkdtemp(prefix="walros-conformance-"))
        self.numbers, self.servers, self.kept = itertools.count(1), [], {}

    def wants(self, name):
        """Whether a suite, or a group of one (`scenarios/music`), was asked for."""
        only = self.options.only
        return not only or any(one == name or name.startswith(one + "/") or one.startswith(name + "/") for one in only)

    def server(self, libraries, root, place=None, binaries=None, **more):
        """A Walros server that does not run yet, with a data folder of its own in `place`. `binaries`: server and worker."""
        demand(self.options.server.is_file(), f"there is no server at {self.options.server}: `cargo xtask build` makes it")
        data = (place or self.scratch) / f"data-{next(self.numbers)}"
        made = Server(*(binaries or (self.options.server, self.options.worker)), data, libraries, root, **more)
        self.servers.append(made)
        return made

    def libraries(self, root):
        """The arguments that make the usual four libraries of a folder."""
        return [f"{kind}:{name}={Path(root).resolve() / folder}" for kind, name, folder in FOLDERS]

    def sample(self, purpose):
        """A server with the sample library scanned. Those of the same purpose are one server, which its suites share."""
        if self.options.url:
            purpose = "given"
        if purpose not in self.kept:
            self.kept[purpose] = self._sample()
        return self.kept[purpose]

    def _sample(self):
        if self.options.url:
            return RunningServer(self.options.url, self.sample_root.resolve(), self.options.user, self.options.password)
        root = self.sample_root.resolve()
        return self.server(self.libraries(root), root).ready()

    def seeded(self):
        """A server with the library from a seed, scanned."""
        if "seeded" not in self.kept:
            root = self.seeded_root.resolve()
            self.kept["seeded"] = self.server(self.libraries(root), root).ready()
        return self.kept["seeded"]

    def expected(self, root):
        """What the maker of a library says that is in it."""
        return json.loads((Path(root) / "expected.json").read_text(encoding="utf-8"))

    def copy(self, *parts):
        """A copy of some of the sample library that a check may change; returns the folder they lie in."""
        folder = self.scratch / f"library-{next(self.numbers)}"
        for part in parts:
            source, target = self.sample_root / part, folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, copy_function=shutil.copy2)
            else:
                shutil.copy2(source, target)
        return folder

    def close(self):
        for server in self.servers:
            server.stop()
        if self.options.verbose:
            print(f"kept: {self.scratch}")
        else:
            shutil.rmtree(self.scratch, ignore_errors=True)
