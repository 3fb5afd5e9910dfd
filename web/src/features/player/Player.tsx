/** The picture, and everything over it. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { music } from "~/shared/music/queue";
import type { PlaySearch } from "~/shared/routing/search";
import { Controls } from "./Controls";
import { NextCard } from "./NextCard";
import styles from "./Player.module.css";
import { Preparing } from "./Preparing";
import { Problem } from "./Problem";
import { Stats } from "./Stats";
import { SubtitleTracks } from "./SubtitleTracks";
import { TouchLayer } from "./TouchLayer";
import { useIdle } from "./useIdle";
import { useJump } from "./useJump";
import { useMediaSession } from "./useMediaSession";
import { usePlayback } from "./usePlayback";
import { type KeyActions, usePlayerKeys } from "./usePlayerKeys";
import { useReports } from "./useReports";
import { useSubtitles } from "./useSubtitles";
import { useVideoState } from "./useVideoState";

interface Props {
  detail: ItemDetail;
  search: PlaySearch;
}

export function Player({ detail, search }: Props) {
  const { item } = detail;
  const stage = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const navigate = useNavigate();
  const router = useRouter();
  const first = useMemo(
    () => ({ sourceId: search.source, audioTrack: search.audio, subtitleTrack: search.subtitle }),
    [search.source, search.audio, search.subtitle],
  );
  const playback = usePlayback(video, item.id, first, search.t ?? item.state.position);
  const state = useVideoState(video);
  const subtitles = useSubtitles(playback);
  const [stats, setStats] = useState(false);
  const [menu, setMenu] = useState(false);
  const { idle, wake, sleep } = useIdle(!state.paused && !menu && !stats);
  const neighbours = useQuery(queries.neighbours(item.id)).data;
  const next = neighbours?.next;
  const previous = neighbours?.previous;
  useReports(video, playback.plan);
  // Two sounds at once are one too many.
  useEffect(() => music.stop(), []);

  const duration = playback.plan?.duration || state.duration;
  const [jump, show] = useJump();
  const seek = useCallback(
    (time: number) => {
      const media = video.current;
      const target = Math.max(0, Math.min(time, duration > 0 ? duration - 0.5 : time));
      if (media) media.currentTime = target;
      show(target);
    },
    [duration, show],
  );
  const nextId = next?.id;
  const previousId = previous?.id;
  const actions = useMemo<KeyActions>(() => {
    const go = (id: string | undefined) => id && navigate({ to: "/play/$id", params: { id }, replace: true });
    return {
      toggle: () => {
        const media = video.current;
        if (media?.paused) media.play().catch(() => undefined);
        else media?.pause();
      },
      skip: (seconds) => seek((video.current?.currentTime ?? 0) + seconds),
      volume: (step) => {
        const media = video.current;
        if (!media) return;
        media.muted = false;
        media.volume = Math.max(0, Math.min(1, media.volume + step));
      },
      fullscreen: () => {
        if (document.fullscreenElement) void document.exitFullscreen();
        else void stage.current?.requestFullscreen().catch(() => undefined);
      },
      mute: () => {
        if (video.current) video.current.muted = !video.current.muted;
      },
      subtitles: subtitles.toggle,
      next: () => go(nextId),
      previous: () => go(previousId),
      stats: () => setStats((before) => !before),
      tenth: (tenth) => seek((duration * tenth) / 10),
      exit: () => {
        if (router.history.canGoBack()) router.history.back();
        else void navigate({ to: "/item/$id", params: { id: item.id }, replace: true });
      },
      wake,
    };
  }, [navigate, router, seek, duration, subtitles.toggle, nextId, previousId, item.id, wake]);
  usePlayerKeys(actions);
  useMediaSession(item, actions, seek);

  return (
    <main
      ref={stage}
      className={styles.stage}
      data-idle={idle || undefined}
      tabIndex={-1}
      onPointerMove={(event) => event.pointerType === "mouse" && wake()}
    >
      <video ref={video} className={styles.video} playsInline preload="auto">
        <SubtitleTracks subtitles={subtitles} raised={!idle} />
      </video>
      <TouchLayer actions={actions} idle={idle} sleep={sleep} />
      {playback.trouble ? (
        <Problem detail={detail} playback={playback} onExit={actions.exit} />
      ) : (
        <Preparing item={item} playback={playback} state={state} />
      )}
      <Controls
        detail={detail}
        playback={playback}
        state={state}
        duration={duration}
        subtitles={subtitles}
        actions={actions}
        seek={seek}
        jump={jump}
        stage={stage}
        video={video}
        hasNext={next !== undefined}
        hasPrevious={previous !== undefined}
        onMenu={setMenu}
      />
      {stats && playback.plan && (
        <Stats playback={playback} state={state} video={video} onClose={() => setStats(false)} />
      )}
      {next && <NextCard next={next} state={state} duration={duration} onPlay={actions.next} />}
    </main>
  );
}
