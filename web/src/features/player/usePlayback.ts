/** From "play this" to a playing element: asks the server, attaches, and falls back a step when it fails. */

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api, read } from "~/api/client";
import type { components } from "~/api/schema";
import type { PlaybackPlan } from "~/api/types";
import { type Attached, attach, type Failure, type Size } from "~/shared/playback/attach";
import { browserCapabilities } from "~/shared/playback/capabilities";

type Ask = Omit<components["schemas"]["PlaybackAsk"], "capabilities">;

export type Trouble = Failure | "away" | "server";

export interface Playback {
  plan: PlaybackPlan | undefined;
  /** Why nothing plays, when all was tried. */
  trouble: { kind: Trouble; detail: string | undefined } | undefined;
  /** What is being tried instead of what failed. */
  falling: "remux" | "transcode" | undefined;
  ask: Ask;
  /** The picture that was asked for; `undefined` = whatever the connection carries. */
  size: Size;
  /** Goes to another size, by another stream where a file is played as it is. */
  choose: (size: Size) => void;
  /** Changes to another track of sound, without another stream where that can be. */
  hear: (track: number) => void;
  /** Plays on from where it is with other tracks, another version or quality. */
  change: (change: Partial<Ask>) => void;
  retry: () => void;
}

/** What to try next; `undefined` when nothing is left. */
export function nextTry(
  plan: PlaybackPlan,
  ask: Ask,
): { change: Partial<Ask>; falling: "remux" | "transcode" } | undefined {
  if (plan.method === "direct" && !ask.avoidDirect) return { change: { avoidDirect: true }, falling: "remux" };
  if (plan.method !== "transcode" && !ask.avoidCopy)
    return { change: { avoidDirect: true, avoidCopy: true }, falling: "transcode" };
  return undefined;
}

export function usePlayback(
  video: RefObject<HTMLVideoElement | null>,
  id: string,
  first: Ask,
  start: number,
): Playback {
  const [ask, setAsk] = useState(first);
  const [turn, setTurn] = useState(0);
  const [plan, setPlan] = useState<PlaybackPlan>();
  const [trouble, setTrouble] = useState<Playback["trouble"]>();
  const [falling, setFalling] = useState<Playback["falling"]>();
  const [size, setSize] = useState<Size>();
  const position = useRef(start);
  const playing = useRef<Attached>(undefined);
  const wanted = useRef(size);
  wanted.current = size;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again for the same
  useEffect(() => {
    const stop = new AbortController();
    let attached: Attached | undefined;
    const fail = (made: PlaybackPlan, failure: Failure) => {
      const media = video.current;
      if (media && media.currentTime > 0) position.current = media.currentTime;
      const next = failure === "network" ? undefined : nextTry(made, ask);
      if (!next) return setTrouble({ kind: failure, detail: undefined });
      setFalling(next.falling);
      setAsk({ ...ask, ...next.change });
    };
    read(
      api.POST("/api/v1/items/{id}/playback", {
        params: { path: { id } },
        body: { ...ask, capabilities: browserCapabilities() },
        signal: stop.signal,
      }),
    ).then(
      (made) => {
        const media = video.current;
        if (stop.signal.aborted || !media) return;
        setPlan(made);
        attached = attach(media, made, {
          start: position.current,
          size: sizeIn(made, wanted.current),
          onFailure: (failure) => fail(made, failure),
        });
        playing.current = attached;
      },
      (error) => {
        if (!stop.signal.aborted) setTrouble(troubleOf(error));
      },
    );
    return () => {
      stop.abort();
      const media = video.current;
      if (media && media.currentTime > 0) position.current = media.currentTime;
      attached?.detach();
      if (playing.current === attached) playing.current = undefined;
    };
  }, [id, ask, turn, video]);

  const change = useCallback((wanted: Partial<Ask>) => {
    setTrouble(undefined);
    setFalling(undefined);
    setAsk((before) => ({ ...before, ...wanted }));
  }, []);
  const choose = useCallback(
    (wish: Size) => {
      setSize(wish);
      if (plan?.delivery === "file") change({ avoidDirect: true, sourceId: plan.sourceId });
      else playing.current?.choose(wish);
    },
    [plan, change],
  );
  const hear = useCallback(
    (track: number) => {
      if (playing.current?.hear(track)) setPlan((before) => before && { ...before, audioTrack: track });
      else change({ audioTrack: track, sourceId: plan?.sourceId });
    },
    [plan, change],
  );
  const retry = useCallback(() => {
    setTrouble(undefined);
    setTurn((before) => before + 1);
  }, []);
  return { plan, trouble, falling, ask, size, choose, hear, change, retry };
}

/** The nearest size that a stream has: what was asked for may have been said of the file. */
function sizeIn(plan: PlaybackPlan, wish: Size): Size {
  if (!wish || plan.qualities.length === 0) return undefined;
  const distance = (one: NonNullable<Size>) => Math.abs(one.width - wish.width) + (one.copied === wish.copied ? 0 : 1);
  return plan.qualities.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

function troubleOf(error: unknown): Playback["trouble"] {
  if (!(error instanceof ApiError) || error.status === 0) return { kind: "network", detail: undefined };
  if (error.code === "unavailable") return { kind: "away", detail: undefined };
  return { kind: error.code === "unsupported" ? "unsupported" : "server", detail: error.detail };
}
