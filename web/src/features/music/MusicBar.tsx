/** Music that plays on while one browses: a bar at the bottom, and a sheet with the words and what comes. */

import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { clock } from "~/shared/format/time";
import { useT } from "~/shared/i18n";
import { Picture } from "~/shared/images/Picture";
import { music, useQueue } from "~/shared/music/queue";
import { IconButton } from "~/shared/ui/Button";
import styles from "./MusicBar.module.css";
import { NowPlaying } from "./NowPlaying";
import { useAudio } from "./useAudio";

export default function MusicBar() {
  const t = useT();
  const queue = useQueue((all) => all);
  const audio = useRef<HTMLAudioElement>(null);
  const track = queue.tracks[queue.place];
  const state = useAudio(audio, track, queue.turn);
  const [open, setOpen] = useState(false);
  const hidden = useRouterState({ select: (router) => /^\/(?:play|photo)\//.test(router.location.pathname) });

  useEffect(() => {
    document.documentElement.style.setProperty("--music", "5rem");
    return () => {
      document.documentElement.style.removeProperty("--music");
    };
  }, []);

  if (!track) return null;
  const last = queue.place >= queue.tracks.length - 1;
  return (
    <>
      {/* words are shown in the sheet, with their times */}
      <audio ref={audio} onEnded={() => (last ? undefined : music.next())} />
      <section className={styles.bar} aria-label={t("music.nowPlaying")} hidden={hidden}>
        <input
          className={styles.seek}
          type="range"
          min={0}
          max={Math.max(1, state.duration)}
          step={1}
          value={state.time}
          aria-label={t("player.seek")}
          aria-valuetext={t("player.position", { position: clock(state.time), duration: clock(state.duration) })}
          style={{ "--part": state.duration ? state.time / state.duration : 0 } as React.CSSProperties}
          onChange={(event) => state.seek(Number(event.target.value))}
        />
        <button type="button" className={styles.track} onClick={() => setOpen(true)}>
          <span className="visually-hidden">{t("music.open")}</span>
          <span className={styles.cover}>
            <Picture image={track.art.poster} title={track.album?.title ?? track.title} width={96} decorative />
          </span>
          <span className={styles.words}>
            <span className={styles.title}>{track.title}</span>
            <span className={styles.artist}>
              {state.failed ? t("music.error") : track.artists.map((artist) => artist.title).join(", ")}
            </span>
          </span>
        </button>
        <div className={styles.buttons}>
          <IconButton
            icon="previous"
            label={t("player.previous")}
            onClick={music.previous}
            disabled={queue.place === 0}
            className={styles.wide}
          />
          <IconButton
            icon={state.paused ? "play" : "pause"}
            label={t(state.paused ? "player.play" : "player.pause")}
            onClick={state.toggle}
            size={1.625}
          />
          <IconButton icon="next" label={t("player.next")} onClick={music.next} disabled={last} />
        </div>
        <div className={styles.end}>
          <span className={styles.time}>
            {clock(state.time)} / {clock(state.duration)}
          </span>
          {track.album && (
            <Link to="/item/$id" params={{ id: track.album.id }} className={styles.album}>
              {track.album.title}
            </Link>
          )}
          <IconButton icon="close" label={t("music.stop")} onClick={music.stop} size={1.125} />
        </div>
      </section>
      {open && <NowPlaying queue={queue} time={state.time} seek={state.seek} onClose={() => setOpen(false)} />}
    </>
  );
}
