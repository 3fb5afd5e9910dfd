"""Everything in a library that can be played, and what a player asks before it plays."""

from dataclasses import dataclass
from pathlib import Path

from runner.report import demand


@dataclass
class Source:
    """One playable file: its path below the library's root, its item and its id."""

    path: str
    item: str
    source: str
    kind: str
    facts: dict

    @property
    def seconds(self):
        """Its length, as far as the server knows: some files do not say."""
        ticks = self.facts.get("RunTimeTicks")
        return ticks / 10_000_000 if ticks else None

    @property
    def is_audio(self):
        return self.kind == "Audio"


def all_sources(server):
    """Every version and part of every film, every episode and every song."""
    client, found = server.client, []
    items = client.items({"includeItemTypes": "Movie,Episode,Audio", "fields": "MediaSources,Path", "sortBy": "SortName"})
    for item in items:
        found += of_item(server, item)
        if item.get("PartCount", 1) > 1 or item["Type"] == "Movie":
            for part in client.json(f"/Videos/{item['Id']}/AdditionalParts", {"userId": client.user_id})["Items"]:
                found += of_item(server, part, item["Type"])
    return sorted(found, key=lambda one: one.path)


def of_item(server, item, kind=None):
    root = str(server.root) + "/"
    for source in item["MediaSources"]:
        demand(source["Path"].startswith(root), f"{source['Path']} lies outside the library")
        yield Source(source["Path"][len(root):], item["Id"], source["Id"], kind or item["Type"], source)


def file_of(server, source):
    return Path(server.root) / source.path


def profile(container):
    """A device that takes nothing but H.264 and AAC in HLS."""
    common = {"Container": container, "Protocol": "hls", "Context": "Streaming", "MaxAudioChannels": "2", "MinSegments": "1"}
    return {
        "Name": "hls only", "MaxStreamingBitrate": 120_000_000, "MusicStreamingTranscodingBitrate": 384_000, "DirectPlayProfiles": [], "CodecProfiles": [],
        "TranscodingProfiles": [{**common, "Type": "Video", "VideoCodec": "h264", "AudioCodec": "aac"}, {**common, "Type": "Audio", "AudioCodec": "aac"}],
        "SubtitleProfiles": [{"Format": "vtt", "Method": "External"}],
    }


def decide(client, source, device):
    """What PlaybackInfo says of this source for a device; None for no device."""
    body = {"UserId": client.user_id, "MediaSourceId": source.source, "EnableDirectPlay": True, "AutoOpenLiveStream": True}
    if device:
        body["DeviceProfile"] = device
    said = client.post(f"/Items/{source.item}/PlaybackInfo", body, {"userId": client.user_id}).expect(200).json()
    demand(said.get("PlaySessionId"), "no PlaySessionId")
    ours = [one for one in said["MediaSources"] if one["Id"].replace("-", "") == source.source.replace("-", "")]
    demand(len(ours) == 1, f"asked for one source, told of {[one['Id'] for one in said['MediaSources']]}")
    return said["PlaySessionId"], ours[0]
