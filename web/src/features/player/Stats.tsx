/** What is going on behind the picture, and why the server works as it does. */

import { type RefObject, useEffect, useState } from "react";
import type { PlaybackPlan } from "~/api/types";
import { codecName, useFormat } from "~/shared/format/useFormat";
import { useWords } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import styles from "./Stats.module.css";
import type { VideoState } from "./useVideoState";

interface Props {
  plan: PlaybackPlan;
  state: VideoState;
  video: RefObject<HTMLVideoElement | null>;
  onClose: () => void;
}

export function Stats({ plan, state, video, onClose }: Props) {
  const { t, tOr } = useWords();
  const format = useFormat();
  const frames = useFrames(video);
  const of = (kind: "video" | "audio", index?: number) =>
    plan.tracks.find((track) => track.kind === kind && (index === undefined || track.index === index));
  const picture = of("video");
  const sound = of("audio", plan.audioTrack) ?? of("audio");
  const { output } = plan;
  const sent = (codec: string | undefined, copied: boolean) =>
    codec && `${codecName(codec)}${copied && plan.method !== "direct" ? ` (${t("stats.copied")})` : ""}`;
  const lines: [string, string | undefined | false][] = [
    [t("stats.method"), t(`stats.method.${plan.method}`)],
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
    [
      t("stats.sent"),
      [
        output.container.toUpperCase(),
        sent(output.videoCodec, output.videoCopied),
        sent(output.audioCodec, output.audioCopied),
      ]
        .filter(Boolean)
        .join(" · "),
    ],
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
        {lines.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
        {plan.why.length > 0 && (
          <div>
            <dt>{t("stats.why")}</dt>
            <dd className={styles.why}>
              {plan.why.map((reason) => (
                <span key={reason.code}>{tOr(`why.${reason.code}`, reason.text)}</span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </aside>
  );
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
