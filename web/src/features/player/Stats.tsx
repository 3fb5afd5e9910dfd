/** What is going on behind the picture, and why the server works as it does. */

import { type RefObject, useEffect, useState } from "react";
import type { PlaybackPlan, StreamDecision } from "~/api/types";
import { codecName, useFormat } from "~/shared/format/useFormat";
import { useWords } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import styles from "./Stats.module.css";
import type { Playback } from "./usePlayback";
import { useQuality } from "./useQuality";
import type { VideoState } from "./useVideoState";

interface Props {
  playback: Playback;
  state: VideoState;
  video: RefObject<HTMLVideoElement | null>;
  onClose: () => void;
}

export function Stats({ playback, state, video, onClose }: Props) {
  const { t, tOr } = useWords();
  const { choices, value } = useQuality(playback);
  const quality = choices.find((choice) => choice.value === value)?.label;
  const format = useFormat();
  const frames = useFrames(video);
  const { plan } = playback;
  if (!plan) return null;
  const of = (kind: "video" | "audio", index?: number) =>
    plan.tracks.find((track) => track.kind === kind && (index === undefined || track.index === index));
  const picture = of("video");
  const sound = of("audio", plan.audioTrack) ?? of("audio");
  const done = ({ action, from, to, width, height, device }: StreamDecision) =>
    [
      t(`stats.action.${action}`, { from: codecName(from), to: to ? codecName(to) : "" }),
      action === "converted" && width && `${width} × ${height}`,
      device && t("stats.device", { device }),
    ]
      .filter(Boolean)
      .join(" · ");
  const shown = plan.streams
    .filter((stream) => stream.kind !== "audio" || stream.track === sound?.index)
    .map((stream) => (stream.kind === "video" ? asShown(stream, plan, state) : stream));
  const converted = shown.some(({ action }) => action === "converted" || action === "burntIn");
  const why = new Map([...plan.why, ...shown.flatMap((stream) => stream.because)].map((one) => [one.code, one]));
  const lines: ([string, string | undefined | false | 0] | false)[] = [
    [t("stats.method"), t(`stats.method.${converted ? "transcode" : plan.method}`)],
    [
      t("stats.source"),
      [
        picture && codecName(picture.codec),
        picture?.video && `${picture.video.width} × ${picture.video.height}`,
        sound && codecName(sound.codec),
        picture && picture.bitRate > 0 && format.bitRate(picture.bitRate),
      ]
        .filter(Boolean)
        .join(" · "),
    ],
    ...shown.map((stream): [string, string] => [t(`stats.stream.${stream.kind}`), done(stream)]),
    plan.qualities.length > 1 && [t("stats.quality"), quality],
    [t("stats.screen"), state.width > 0 && `${state.width} × ${state.height}`],
    [t("stats.dropped"), frames && t("stats.dropped.value", frames)],
    [t("stats.buffer"), t("stats.buffer.value", { seconds: Math.max(0, Math.round(state.loaded - state.time)) })],
  ];
  return (
    <aside className={styles.stats} aria-label={t("stats.title")}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t("stats.title")}</h2>
        <IconButton icon="close" label={t("common.close")} onClick={onClose} size={1.125} />
      </header>
      <dl className={styles.list}>
        {lines.map((line) => {
          const [name, value] = line || [];
          return value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null;
        })}
        {why.size > 0 && (
          <div>
            <dt>{t("stats.why")}</dt>
            <dd className={styles.why}>
              {[...why.values()].map((reason) => (
                <span key={reason.code}>
                  {tOr(`why.${reason.code}`, reason.text)}
                  {reason.actual && (
                    <small>
                      {reason.limit
                        ? t("stats.limit", { actual: reason.actual, limit: reason.limit })
                        : t("stats.actual", { actual: reason.actual })}
                    </small>
                  )}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </aside>
  );
}

/** The original is what is decided for; a player that went down to a smaller picture has that one converted. */
function asShown(stream: StreamDecision, plan: PlaybackPlan, { width, height }: VideoState): StreamDecision {
  const best = plan.qualities[0];
  if (!best?.copied || width === 0 || width >= best.width) return stream;
  const text = "A smaller picture was chosen, or is all that the connection carries.";
  return { ...stream, action: "converted", to: "h264", width, height, because: [{ code: "smallerPicture", text }] };
}

function useFrames(video: RefObject<HTMLVideoElement | null>) {
  const [frames, setFrames] = useState<{ dropped: number; total: number }>();
  useEffect(() => {
    const look = () => {
      const quality = video.current?.getVideoPlaybackQuality?.();
      if (quality) setFrames({ dropped: quality.droppedVideoFrames, total: quality.totalVideoFrames });
    };
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [video]);
  return frames;
}
