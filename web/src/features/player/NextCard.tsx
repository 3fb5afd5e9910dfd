/** Near the end: what comes next, and a moment to say no. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ItemCard } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Picture } from "~/shared/images/Picture";
import { Button, IconButton } from "~/shared/ui/Button";
import styles from "./NextCard.module.css";
import type { VideoState } from "./useVideoState";

/** Seconds before the end at which the card comes, but never in the first nine tenths. */
const BEFORE_END = 25;
/** Seconds it waits before it plays by itself. */
const COUNT = 10;

interface Props {
  next: ItemCard;
  state: VideoState;
  duration: number;
  onPlay: () => void;
}

export function isNear(time: number, duration: number, ended: boolean): boolean {
  return duration > 0 && (ended || (time > duration * 0.9 && duration - time < BEFORE_END));
}

export function NextCard({ next, state, duration, onPlay }: Props) {
  const t = useT();
  const format = useFormat();
  const me = useQuery(queries.me());
  const [refused, setRefused] = useState(false);
  const near = isNear(state.time, duration, state.ended);
  const shown = near && !refused && state.started;
  const automatic = me.data?.user.preferences.autoPlayNext ?? true;
  const left = useCountdown(shown && automatic && !state.paused, onPlay, state.ended && shown && automatic);
  if (!shown) return null;
  return (
    <aside className={styles.card} aria-label={t("player.nextEpisode")}>
      <span className={styles.still}>
        <Picture image={next.art.wide ?? next.art.poster} title={next.title} width={240} decorative />
      </span>
      <div className={styles.words}>
        <p className={styles.when}>{automatic ? t("player.nextIn", { seconds: left }) : t("player.nextEpisode")}</p>
        <p className={styles.title}>{next.kind === "episode" ? format.subtitle(next) : next.title}</p>
        <Button look="strong" icon="play" onClick={onPlay}>
          {t("player.playNow")}
        </Button>
      </div>
      <IconButton icon="close" label={t("common.cancel")} size={1.125} onClick={() => setRefused(true)} />
    </aside>
  );
}

function useCountdown(running: boolean, onZero: () => void, now: boolean): number {
  const [left, setLeft] = useState(COUNT);
  useEffect(() => {
    if (now) onZero();
  }, [now, onZero]);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => {
    if (left === 0 && running) onZero();
  }, [left, running, onZero]);
  return left;
}
