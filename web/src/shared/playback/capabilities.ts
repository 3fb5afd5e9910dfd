/** What this browser can play, asked of the browser itself. */

import type { components } from "~/api/schema";

type Capabilities = components["schemas"]["Capabilities"];

/** One example of each codec, as RFC 6381 spells it. Names are the server's. */
const VIDEO: Record<string, string> = {
  h264: "avc1.640029",
  hevc: "hvc1.1.6.L120.90",
  av1: "av01.0.08M.08",
  vp9: "vp09.00.40.08",
  vp8: "vp8",
};

const AUDIO: Record<string, string> = {
  aac: "mp4a.40.2",
  mp3: "mp3",
  ac3: "ac-3",
  eac3: "ec-3",
  opus: "opus",
  flac: "flac",
  vorbis: "vorbis",
  alac: "alac",
};

/** Containers with what may be in them. A browser that says yes to one codec is believed for that one alone. */
const VIDEO_FILES: [container: string, type: string, video: string[], audio: string[]][] = [
  ["mp4", "video/mp4", ["h264", "hevc", "av1", "vp9"], ["aac", "mp3", "ac3", "eac3", "opus", "flac"]],
  ["m4v", "video/mp4", ["h264", "hevc"], ["aac", "ac3", "eac3"]],
  ["mov", "video/mp4", ["h264", "hevc"], ["aac", "mp3"]],
  ["webm", "video/webm", ["vp8", "vp9", "av1"], ["opus", "vorbis"]],
  ["mkv", "video/x-matroska", ["h264", "hevc", "av1", "vp9", "vp8"], ["aac", "mp3", "opus", "vorbis", "flac"]],
];

const AUDIO_FILES: [container: string, type: string, codecs: string[]][] = [
  ["mp3", "audio/mpeg", ["mp3"]],
  ["m4a", "audio/mp4", ["aac", "alac", "flac"]],
  ["m4b", "audio/mp4", ["aac"]],
  ["mp4", "audio/mp4", ["aac", "alac"]],
  ["aac", "audio/aac", ["aac"]],
  ["flac", "audio/flac", ["flac"]],
  ["ogg", "audio/ogg", ["opus", "vorbis", "flac"]],
  ["opus", "audio/ogg", ["opus"]],
  ["webm", "audio/webm", ["opus", "vorbis"]],
  ["wav", "audio/wav", ["pcm_s16le", "pcm_u8"]],
];

/** Types that go without a codec: `audio/mpeg` is MP3. */
const PLAIN = new Set(["audio/mpeg", "audio/aac", "audio/flac", "audio/wav"]);

export interface Probe {
  file: (type: string) => boolean;
  stream: (type: string) => boolean;
}

export function probeBrowser(): Probe {
  const element = document.createElement("video");
  return {
    file: (type) => element.canPlayType(type) !== "",
    stream: (type) => typeof MediaSource !== "undefined" && MediaSource.isTypeSupported(type),
  };
}

export function capabilities(probe: Probe, hdr: boolean): Capabilities {
  const type = (container: string, codec: string | undefined) => `${container}; codecs="${codec}"`;
  const files: Capabilities["files"] = [];
  for (const [container, mime, video, audio] of VIDEO_FILES) {
    const videoCodecs = video.filter((codec) => probe.file(type(mime, VIDEO[codec])));
    const audioCodecs = audio.filter((codec) => probe.file(type(mime, AUDIO[codec])));
    if (videoCodecs.length > 0) files.push({ container, videoCodecs, audioCodecs });
  }
  for (const [container, mime, codecs] of AUDIO_FILES) {
    const audioCodecs = codecs.filter((codec) => probe.file(PLAIN.has(mime) ? mime : type(mime, AUDIO[codec])));
    if (audioCodecs.length > 0) files.push({ container, videoCodecs: [], audioCodecs });
  }
  // Everything can decode H.264 and AAC, or there is no playing at all: they end both lists.
  const streams = (names: string[], codecs: Record<string, string>) =>
    names.filter((codec) => probe.stream(type("video/mp4", codecs[codec])));
  const video = streams(["h264", "hevc", "av1", "vp9"], VIDEO);
  const audio = streams(["aac", "mp3", "ac3", "eac3", "opus", "flac"], AUDIO);
  return {
    files,
    hlsVideoCodecs: video.length > 0 ? video : ["h264"],
    hlsAudioCodecs: audio.length > 0 ? audio : ["aac"],
    hdr,
  };
}

let known: Capabilities | undefined;

export function browserCapabilities(): Capabilities {
  known ??= capabilities(probeBrowser(), matchMedia("(dynamic-range: high)").matches);
  return known;
}
