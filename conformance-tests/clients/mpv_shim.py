"""Jellyfin MPV Shim with a real mpv, without a picture and without sound, steered from another session: it plays a film, is left in the middle, goes on from
there and plays it to its end."""

import json
import os
import shutil
import subprocess

from runner.client import Client
from runner.report import Failure, Skip, demand
from runner.server import CLEAN
from runner.waiting import until

from .headers import credentials

SUITE, DEVICE = "clients/jellyfin-mpv-shim", "conformance mpv"
TICKS_PER_SECOND = 10_000_000
MIDDLE_SECONDS, FROM_END_SECONDS = 150, 4
# Nothing of what it asks the desktop for is there.
SETTINGS = {"player_name": DEVICE, "enable_gui": False, "mpv_ext": True, "fullscreen": False, "mpris": False, "check_updates": False, "health_check_interval": None,
            "shader_pack_enable": False, "thumbnail_enable": False, "media_key_seek": False, "svp_enable": False, "write_logs": False}
MPV = "vo=null\nao=null\nhwdec=no\n"
# Debian 12's mpv is older than an option about windows that it is started with.
START = '#!/bin/sh\nfor argument do\n  shift\n  case $argument in --auto-window-resize=*) ;; *) set -- "$@" "$argument" ;; esac\ndone\nexec {mpv} "$@"\n'


def run(world, server, python):
    if not world.wants(SUITE):
        return
    report = world.report
    shim = None
    try:
        with report.check(SUITE, "signs in and offers to be steered"):
            shim = start(world, server, python)
            remote = Client(server.client.url, "remote").sign_in(*credentials(world))
            until(lambda: session(remote), Failure(f"no session of it: {shim.log()}"), 60)
        if session(remote):
            steer(report, server, remote)
    finally:
        if shim:
            shim.stop()


def steer(report, server, remote):
    film = server.catalogue.find("film", "Slow River")
    length = remote.json(f"/Items/{film}", {"userId": remote.user_id})["RunTimeTicks"]
    to = f"/Sessions/{session(remote)['Id']}/Playing"
    with report.check(SUITE, "plays what it is told to, and says how far it is"):
        remote.post(to, query={"playCommand": "PlayNow", "itemIds": film}).expect(204)
        until(lambda: playing(remote) == film, Failure("it does not play"), 30)
        until(lambda: position(remote) > 0, Failure("it says nothing of its position"), 30)
    with report.check(SUITE, "seeks, pauses and stops, and the place is kept"):
        remote.post(to + "/Seek", query={"seekPositionTicks": MIDDLE_SECONDS * TICKS_PER_SECOND}).expect(204)
        until(lambda: position(remote) >= MIDDLE_SECONDS * TICKS_PER_SECOND, Failure("it did not seek"), 30)
        remote.post(to + "/Pause").expect(204)
        until(lambda: session(remote)["PlayState"]["IsPaused"], Failure("it did not pause"), 30)
        remote.post(to + "/Stop").expect(204)
        until(lambda: playing(remote) is None, Failure("it did not stop"), 30)
        kept = state(remote, film)["PlaybackPositionTicks"]
        demand(MIDDLE_SECONDS * TICKS_PER_SECOND <= kept < length, f"{kept} is kept")
        demand([one["Id"] for one in remote.json("/UserItems/Resume", {"userId": remote.user_id, "mediaTypes": "Video"})["Items"]] == [film], "it is not to be resumed")
    with report.check(SUITE, "goes on from there"):
        remote.post(to, query={"playCommand": "PlayNow", "itemIds": film, "startPositionTicks": kept}).expect(204)
        until(lambda: playing(remote) == film and position(remote) >= kept, Failure("it does not go on"), 30)
    with report.check(SUITE, "plays it to its end, and it is watched"):
        remote.post(to + "/Seek", query={"seekPositionTicks": length - FROM_END_SECONDS * TICKS_PER_SECOND}).expect(204)
        until(lambda: playing(remote) is None, Failure("it does not come to the end"), 60)
        until(lambda: state(remote, film)["Played"], Failure(f"it is not watched: {state(remote, film)}"), 10)
        demand(state(remote, film)["PlaybackPositionTicks"] == 0, "a place in it is kept")
    remote.delete(f"/UserPlayedItems/{film}").expect(200)


def session(remote):
    """Its session, once it may be steered."""
    sessions = remote.json("/Sessions")
    return next((one for one in sessions if one["DeviceName"] == DEVICE and one["SupportsRemoteControl"]), None)


def playing(remote):
    return (session(remote) or {}).get("NowPlayingItem", {}).get("Id")


def position(remote):
    return ((session(remote) or {}).get("PlayState") or {}).get("PositionTicks") or 0


def state(remote, film):
    return remote.json(f"/UserItems/{film}/UserData", {"userId": remote.user_id})


def start(world, server, python):
    mpv = shutil.which("mpv")
    if not mpv:
        raise Skip("there is no mpv: `cargo xtask test` installs it")
    folder = world.scratch / "mpv-shim"
    folder.mkdir()
    starter = folder / "start-mpv"
    starter.write_text(START.format(mpv=mpv), encoding="utf-8")
    starter.chmod(0o755)
    (folder / "conf.json").write_text(json.dumps({**SETTINGS, "mpv_ext_path": str(starter)}), encoding="utf-8")
    (folder / "mpv.conf").write_text(MPV, encoding="utf-8")
    name, password = credentials(world)
    command = [python().with_name("jellyfin-mpv-shim"), "--config", folder, "--no-gui", "--server", server.client.url, "--username", name, "--password", password]
    return Shim(list(map(str, command)), folder)


class Shim:
    """The program while it runs; mpv is its child, and ends with it."""

    def __init__(self, command, folder):
        self.log_path = folder / "output.txt"
        # What it would look for on a desktop it finds in a folder of its own.
        environment = {**CLEAN, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        environment.pop("DISPLAY", None)
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, env=environment, start_new_session=True)

    def log(self):
        return self.log_path.read_text(encoding="utf-8", errors="replace")[-1500:]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()
