/** The picture's quality: what there is to choose from, and what was chosen. */

import type { PlaybackPlan, Quality } from "~/api/types";
import { useWords } from "~/shared/i18n";
import type { Size } from "~/shared/playback/attach";
import type { Playback } from "./usePlayback";

const AUTO = "auto";
const ORIGINAL = "original";

/** What pictures are called by, whatever their shape: a wide film of 1920 × 800 is one of 1080 lines. */
const LINES = [2160, 1440, 1080, 720, 480, 360, 240];

/** The lines that a picture of a film would have on a screen of 16:9. */
export function linesOf({ width, height }: { width: number; height: number }): number {
  const [long, short] = width > height ? [width, height] : [height, width];
  const lines = Math.max(short, Math.round((long * 9) / 16));
  return LINES.find((known) => Math.abs(known - lines) <= known * 0.06) ?? lines;
}

/** What a file that plays as it is can be made smaller to. */
export function below(width: number, height: number): Quality[] {
  const lines = linesOf({ width, height });
  return LINES.slice(2)
    .filter((known) => known < lines)
    .map((known) => ({
      width: Math.round((width * known) / lines),
      height: Math.round((height * known) / lines),
      bitRate: 0,
      codec: "h264",
      copied: false,
    }));
}

export function useQuality({ plan, size, choose }: Playback) {
  const { t, number } = useWords();
  const found = plan ? qualitiesOf(plan) : [];
  const direct = plan?.delivery === "file";
  const key = (one: NonNullable<Size>) => (one.copied ? ORIGINAL : `${one.width}x${one.height}`);
  const label = (one: Quality) => {
    const name = t("player.quality.lines", { lines: linesOf(one) });
    if (one.copied) return t("player.quality.original", { name });
    return one.bitRate > 0
      ? t("player.quality.rate", { name, rate: number(Math.round(one.bitRate / 1e5) / 10) })
      : name;
  };
  const choices = found.map((one) => ({ value: key(one), label: label(one) }));
  return {
    choices: choices.length > 0 ? [{ value: AUTO, label: t("player.quality.auto") }, ...choices] : [],
    value: direct ? ORIGINAL : size ? key(size) : AUTO,
    choose: (value: string) => {
      const chosen = found.find((one) => key(one) === value);
      if (direct && chosen?.copied) return;
      choose(chosen);
    },
  };
}

function qualitiesOf(plan: PlaybackPlan): Quality[] {
  if (plan.delivery !== "file") return plan.qualities;
  const picture = plan.tracks.find((track) => track.kind === "video");
  if (!picture?.video) return [];
  const { width, height } = picture.video;
  return [{ width, height, bitRate: 0, codec: picture.codec, copied: true }, ...below(width, height)];
}
