"""Every source through a device that takes only H.264 and AAC in HLS, in transport streams and in fragmented MP4."""

import math

from . import hls, media
from .sources import decide, file_of, profile

from runner.report import demand, equal

# A frame at the start or the end may be cut with the segment it would begin.
FRAMES_OFF = 0.02
# Sound is cut into frames of 1024 samples, and encoders begin with silence.
GAP_SECONDS = 0.25


def check(server, source, container, scratch):
    """Raises the first thing that is wrong."""
    session, decision = decide(server.client, source, profile(container))
    demand(not decision["SupportsDirectPlay"], "a device without direct play was told to play directly")
    url = decision.get("TranscodingUrl")
    demand(url and decision["SupportsTranscoding"], "there is no TranscodingUrl")
    equal("TranscodingSubProtocol", "hls", decision.get("TranscodingSubProtocol"))
    equal("TranscodingContainer", container, decision.get("TranscodingContainer"))
    target = scratch / f"played.{container}"
    try:
        stream = hls.play(server.client, url, container, target)
        original = media.probe(file_of(server, source))
        seconds = source.seconds or max(track.span[1] for track in original) - min(track.span[0] for track in original)
        hls.check_lengths(stream, seconds)
        check_variant(stream.attributes, source)
        check_tracks(media.probe(target), original, source, seconds)
        media.decodes(target)
    finally:
        target.unlink(missing_ok=True)
        server.client.delete("/Videos/ActiveEncodings", {"deviceId": server.client.device, "playSessionId": session}).expect(204)


def check_variant(attributes, source):
    codecs = attributes.get("CODECS", "")
    demand("mp4a.40." in codecs, f"CODECS is {codecs!r}")
    demand(int(attributes.get("BANDWIDTH", 0)) > 0, "no BANDWIDTH")
    if not source.is_audio:
        demand("avc1." in codecs, f"CODECS is {codecs!r}")
        demand("x" in attributes.get("RESOLUTION", ""), "no RESOLUTION")


def check_tracks(played, original, source, seconds):
    wanted = [("audio", "aac")] if source.is_audio else [("video", "h264"), ("audio", "aac")]
    equal("tracks", sorted(wanted), sorted((track.kind, track.codec) for track in played))
    for track in played:
        check_times(track)
    first = min(track.span[0] for track in played)
    for track in played:
        start, end = track.span
        demand(math.isclose(end - start, seconds, rel_tol=0.01, abs_tol=0.35), f"the {track.kind} is {end - start:.3f} s long, the source {seconds:.3f} s")
        demand(start - first < 0.5, f"the {track.kind} begins {start - first:.3f} s late")
    video = next((track for track in played if track.kind == "video"), None)
    if video:
        check_frames(video, next(track for track in original if track.kind == "video"))


def check_times(track):
    """Decoding times rise, and no two packets are far apart."""
    before = None
    for pts, dts, length in track.packets:
        now = dts if dts is not None else pts
        demand(now is not None, f"{track.kind}: a packet without a time")
        if before is not None:
            demand(now > before[0], f"{track.kind}: time goes from {before[0]:.4f} to {now:.4f} s")
            gap = now - before[0] - (before[1] or 0)
            demand(gap < max(GAP_SECONDS, 1.5 * (before[1] or 0)) or track.kind == "video" and track.frame_rate < 12, f"{track.kind}: {gap:.3f} s are missing at {before[0]:.3f} s")
        before = (now, length)


def check_frames(video, original):
    """As many frames as the source has; an interlaced one may give each of its fields as a frame."""
    wanted, found = len(original.packets), len(video.packets)
    allowed = max(2, wanted * FRAMES_OFF)
    demand(abs(found - wanted) <= allowed or abs(found - 2 * wanted) <= 2 * allowed, f"{found} frames, the source has {wanted}")
    demand(video.width <= original.width or original.width < original.height, f"the picture grew from {original.width} to {video.width}")
