/** How loud: a button, and a slider beside it where there is a mouse. Kept for the next film. */

import { type RefObject, useEffect } from "react";
import { useT } from "~/shared/i18n";
import { tv } from "~/shared/theme/theme";
import { IconButton } from "~/shared/ui/Button";
import type { VideoState } from "./useVideoState";
import styles from "./Volume.module.css";

const KEPT = "walros.volume";

export function Volume({ state, video }: { state: VideoState; video: RefObject<HTMLVideoElement | null> }) {
  const t = useT();
  useEffect(() => {
    const kept = Number.parseFloat(localStorage.getItem(KEPT) ?? "");
    if (video.current && kept >= 0 && kept <= 1) video.current.volume = kept;
  }, [video]);
  useEffect(() => {
    if (state.started) localStorage.setItem(KEPT, String(state.volume));
  }, [state.volume, state.started]);
  // A television has its own buttons for it.
  if (tv) return null;
  const silent = state.muted || state.volume === 0;
  return (
    <div className={styles.volume}>
      <IconButton
        icon={silent ? "muted" : "volume"}
        label={t(silent ? "player.unmute" : "player.mute")}
        onClick={() => {
          if (video.current) video.current.muted = !silent;
        }}
      />
      <input
        className={styles.slider}
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={silent ? 0 : state.volume}
        aria-label={t("player.volume")}
        tabIndex={-1}
        onChange={(event) => {
          const media = video.current;
          if (!media) return;
          media.muted = false;
          media.volume = Number(event.target.value);
        }}
      />
    </div>
  );
}
