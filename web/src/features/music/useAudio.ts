/** From a song to a playing element, with its loudness evened out, and reports to the server. */

import { type RefObject, useCallback, useEffect, useState } from "react";
import { addressOf, api, ownHeaders, read, root } from "~/api/client";
import type { ItemCard, PlaybackPlan } from "~/api/types";
import { music } from "~/shared/music/queue";
import { attach, type Failure } from "~/shared/playback/attach";
import { browserCapabilities } from "~/shared/playback/capabilities";

export interface AudioState {
  time: number;
  duration: number;
  paused: boolean;
  failed: boolean;
  toggle: () => void;
  seek: (time: number) => void;
}

const EVENTS = ["timeupdate", "durationchange", "play", "pause", "seeked", "emptied"];

/** A gain in dB as a volume; louder than the file is not possible this way. */
export const volumeOf = (gain: number | undefined) => Math.min(1, 10 ** ((gain ?? 0) / 20));

export function useAudio(
  audio: RefObject<HTMLAudioElement | null>,
  track: ItemCard | undefined,
  turn: number,
): AudioState {
  const [state, setState] = useState({ time: 0, duration: 0, paused: true });
  const [failed, setFailed] = useState(false);
  const id = track?.id;
  const runtime = track?.runtime ?? 0;

  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const look = () =>
      setState({
        time: element.currentTime,
        duration: Number.isFinite(element.duration) ? element.duration : runtime,
        paused: element.paused,
      });
    for (const name of EVENTS) element.addEventListener(name, look);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, look);
    };
  }, [audio, runtime]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn plays, also the same song again
  useEffect(() => {
    const element = audio.current;
    if (!element || !id) return;
    setFailed(false);
    element.volume = volumeOf(track?.trackGain);
    return play(element, id, () => setFailed(true));
  }, [audio, id, turn]);

  useMusicSession(track, audio);
  const toggle = useCallback(() => {
    const element = audio.current;
    if (element?.paused) element.play().catch(() => undefined);
    else element?.pause();
  }, [audio]);
  const seek = useCallback(
    (time: number) => {
      if (audio.current) audio.current.currentTime = time;
    },
    [audio],
  );
  return { ...state, failed, toggle, seek };
}

/** Plays a song and tells the server; what it gives back stops both. */
function play(element: HTMLAudioElement, id: string, onFailure: () => void): () => void {
  const stop = new AbortController();
  let detach: (() => void) | undefined;
  let plan: PlaybackPlan | undefined;
  const report = (event: "start" | "stop") => {
    if (!plan) return;
    const { itemId, sourceId, session, method } = plan;
    void fetch(`${root}/api/v1/progress`, {
      method: "POST",
      keepalive: true,
      headers: { ...ownHeaders, "Content-Type": "application/json" },
      body: JSON.stringify({ event, itemId, sourceId, session, method, position: element.currentTime }),
    }).catch(() => undefined);
  };
  const begin = (avoidDirect: boolean) => {
    read(
      api.POST("/api/v1/items/{id}/playback", {
        params: { path: { id } },
        body: { avoidDirect, capabilities: browserCapabilities() },
        signal: stop.signal,
      }),
    ).then(
      (made) => {
        if (stop.signal.aborted) return;
        plan = made;
        const onFailed = (failure: Failure) => {
          if (made.method === "direct" && failure !== "network") {
            detach?.();
            begin(true);
          } else onFailure();
        };
        detach = attach(element, made, { start: 0, size: undefined, onFailure: onFailed }).detach;
      },
      () => !stop.signal.aborted && onFailure(),
    );
  };
  const onPlaying = () => report("start");
  element.addEventListener("playing", onPlaying, { once: true });
  begin(false);
  return () => {
    stop.abort();
    element.removeEventListener("playing", onPlaying);
    report("stop");
    detach?.();
  };
}

function useMusicSession(track: ItemCard | undefined, audio: RefObject<HTMLAudioElement | null>) {
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!session || !track) return;
    const image = track.art.poster;
    session.metadata = new MediaMetadata({
      title: track.title,
      artist: track.artists.map((artist) => artist.title).join(", "),
      album: track.album?.title ?? "",
      artwork: image ? [{ src: `${addressOf(image.url)}&width=480` }] : [],
    });
    session.setActionHandler("play", () => void audio.current?.play());
    session.setActionHandler("pause", () => audio.current?.pause());
    session.setActionHandler("nexttrack", music.next);
    session.setActionHandler("previoustrack", music.previous);
    return () => {
      session.metadata = null;
      for (const name of ["play", "pause", "nexttrack", "previoustrack"] as const) session.setActionHandler(name, null);
    };
  }, [track, audio]);
}
