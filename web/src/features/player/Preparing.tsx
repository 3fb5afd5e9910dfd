/** What is done while nothing is to be seen yet. */

import { useEffect, useState } from "react";
import type { ItemCard } from "~/api/types";
import { useT } from "~/shared/i18n";
import styles from "./Preparing.module.css";
import type { Playback } from "./usePlayback";
import type { VideoState } from "./useVideoState";

/** Waiting shorter than this is not worth a word. */
const PATIENCE = 300;

export function Preparing({ item, playback, state }: { item: ItemCard; playback: Playback; state: VideoState }) {
  const t = useT();
  const waiting = state.waiting || !playback.plan;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!waiting) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [waiting]);
  if (!shown) return null;
  const text = playback.falling
    ? t(`player.falling.${playback.falling}`)
    : playback.plan?.method === "transcode"
      ? t("player.preparing.transcode")
      : t("player.preparing", { title: item.title });
  return (
    <div className={styles.preparing} role="status">
      <span className={styles.spinner} />
      {!state.started && <span className={styles.text}>{text}</span>}
    </div>
  );
}
