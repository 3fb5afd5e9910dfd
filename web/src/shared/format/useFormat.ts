/** Facts about items in words. */

import { useMemo } from "react";
import type { ItemCard, Track, Version } from "~/api/types";
import { useWords, type Words } from "~/shared/i18n";
import { lengthParts } from "./time";

export function useFormat() {
  const words = useWords();
  return useMemo(() => makeFormat(words), [words]);
}

export type Format = ReturnType<typeof makeFormat>;

const DECIMAL = 1000;

export function makeFormat(words: Words) {
  const { t, languageName, number } = words;

  const length = (total: number): string => {
    const { hours, minutes, seconds } = lengthParts(total);
    if (hours > 0) return t("facts.hours", { hours, minutes });
    return minutes > 0 ? t("facts.minutes", { minutes }) : t("facts.seconds", { seconds });
  };

  /** `S1 E4`, or the date of a daily show. */
  const episode = (item: ItemCard): string | undefined => {
    if (item.number === undefined) return item.released ? words.date(item.released) : undefined;
    const last = item.numberEnd !== undefined && item.numberEnd !== item.number ? `–${item.numberEnd}` : "";
    return t("item.episodeShort", { season: item.parentNumber ?? 1, episode: `${item.number}${last}` });
  };

  /** The line under a card's title. */
  const subtitle = (item: ItemCard): string => {
    switch (item.kind) {
      case "episode":
        return [episode(item), item.title].filter(Boolean).join(" · ");
      case "season":
        return item.series?.title ?? "";
      case "album":
      case "track":
        return item.artists.map((artist) => artist.title).join(", ");
      case "series":
        return [item.year, item.counts && t("item.episodes", { count: item.counts.leaves })]
          .filter(Boolean)
          .join(" · ");
      case "photoAlbum":
        return item.counts ? t("item.photos", { count: item.counts.children }) : "";
      case "artist":
        return "";
      default:
        return item.extra ? t(`extra.${item.extra}` as "extra.other") : String(item.year ?? "");
    }
  };

  const bytes = (size: number): string => {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
    const step = size > 0 ? Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(DECIMAL))) : 0;
    const value = size / DECIMAL ** step;
    return number(value, { style: "unit", unit: units[step], maximumFractionDigits: value < 10 ? 1 : 0 });
  };

  const bitRate = (rate: number): string =>
    rate >= 1e6
      ? `${number(rate / 1e6, { maximumFractionDigits: 1 })} Mbit/s`
      : `${number(rate / 1e3, { maximumFractionDigits: 0 })} kbit/s`;

  const track = (value: Track): string => {
    const name = languageName(value.language);
    const marks = [
      value.forced && t("track.forced"),
      value.hearingImpaired && t("track.sdh"),
      value.comment && t("track.commentary"),
    ].filter(Boolean);
    const title = value.title && value.title.toLowerCase() !== name?.toLowerCase() ? value.title : undefined;
    const main = name ?? title ?? t("track.number", { number: value.index + 1 });
    const rest = [name ? title : undefined, ...marks, value.kind === "audio" ? audioFacts(value) : undefined];
    return [main, ...rest.filter(Boolean)].join(" · ");
  };

  return { length, episode, subtitle, bytes, bitRate, track };
}

const CODECS: Record<string, string> = {
  h264: "H.264",
  hevc: "HEVC",
  av1: "AV1",
  vp9: "VP9",
  vp8: "VP8",
  mpeg2video: "MPEG-2",
  mpeg4: "MPEG-4",
  aac: "AAC",
  ac3: "Dolby Digital",
  eac3: "Dolby Digital+",
  truehd: "TrueHD",
  dts: "DTS",
  flac: "FLAC",
  mp3: "MP3",
  opus: "Opus",
  vorbis: "Vorbis",
  alac: "ALAC",
  subrip: "SRT",
  ass: "ASS",
  webvtt: "WebVTT",
  mov_text: "Text",
  hdmv_pgs_subtitle: "PGS",
  dvd_subtitle: "VobSub",
};

export const codecName = (codec: string) => CODECS[codec] ?? codec.toUpperCase();

const CHANNELS: Record<number, string> = { 1: "Mono", 2: "Stereo", 6: "5.1", 7: "6.1", 8: "7.1" };

export function audioFacts(track: Track): string {
  const channels = track.audio ? (CHANNELS[track.audio.channels] ?? `${track.audio.channels}.0`) : undefined;
  return [track.audio?.spatial ?? codecName(track.codec), channels].filter(Boolean).join(" ");
}

const RANGES: Record<string, string | undefined> = {
  hdr10: "HDR10",
  hdr10Plus: "HDR10+",
  hlg: "HLG",
  dolbyVision: "Dolby Vision",
};

/** `4K`, `1080p`: what the picture's larger side says, so that wide films keep their class. */
export function resolution(width: number, height: number): string | undefined {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long >= 3800 || short >= 2100) return "4K";
  if (long >= 2500 || short >= 1400) return "1440p";
  if (long >= 1800 || short >= 1060) return "1080p";
  if (long >= 1200 || short >= 700) return "720p";
  return short > 0 ? `${short}p` : undefined;
}

/** `4K`, `HDR10`, `HEVC`, `5.1`: the badges of a version. */
export function versionFacts(version: Version): string[] {
  const video = version.tracks.find((track) => track.kind === "video");
  const audio = version.tracks.find((track) => track.kind === "audio");
  return [
    video?.video && resolution(video.video.width, video.video.height),
    video?.video && RANGES[video.video.range],
    audio?.audio?.spatial ?? (audio?.audio && audio.audio.channels > 2 ? CHANNELS[audio.audio.channels] : undefined),
  ].filter((fact): fact is string => Boolean(fact));
}
