/** From a plan to a media element that plays it. */

import { addressOf } from "~/api/client";
import type { PlaybackPlan } from "~/api/types";

export type Failure = "network" | "decode" | "unsupported";

export interface Attached {
  detach: () => void;
}

type Shaka = typeof import("shaka-player/dist/shaka-player.hls-es2021").default;

let loading: Promise<Shaka> | undefined;

/** The player library: a chunk of its own, asked for when a stream needs it. */
function loadShaka(): Promise<Shaka> {
  loading ??= import("shaka-player/dist/shaka-player.hls-es2021").then(({ default: shaka }) => {
    shaka.polyfill.installAll();
    return shaka;
  });
  return loading;
}

/** Plays from `start` on, in seconds. `onFailure` is told once, when playing cannot go on. */
export function attach(
  media: HTMLMediaElement,
  plan: PlaybackPlan,
  start: number,
  onFailure: (failure: Failure) => void,
): Attached {
  let gone = false;
  const fail = (failure: Failure) => {
    if (!gone) onFailure(failure);
  };
  const detach = plan.delivery === "file" ? attachFile(media, plan, start, fail) : attachHls(media, plan, start, fail);
  return {
    detach: () => {
      gone = true;
      detach();
    },
  };
}

/** Browsers may refuse to start by themselves: then the play button waits to be pressed. */
function play(media: HTMLMediaElement) {
  media.play().catch(() => undefined);
}

function attachFile(media: HTMLMediaElement, plan: PlaybackPlan, start: number, fail: (failure: Failure) => void) {
  const onError = () => fail(failureOf(media.error));
  const onMetadata = () => {
    if (start > 0) media.currentTime = start;
  };
  media.addEventListener("error", onError);
  media.addEventListener("loadedmetadata", onMetadata, { once: true });
  media.src = addressOf(plan.url);
  play(media);
  return () => {
    media.removeEventListener("error", onError);
    media.removeEventListener("loadedmetadata", onMetadata);
    media.removeAttribute("src");
    media.load();
  };
}

export function failureOf(error: MediaError | null): Failure {
  switch (error?.code) {
    case MediaError.MEDIA_ERR_NETWORK:
      return "network";
    case MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED:
      return "unsupported";
    default:
      return "decode";
  }
}

/** Seconds of film that are fetched ahead and kept behind. */
const AHEAD = 30;
const BEHIND = 30;

/** A server that encodes may need this long for its first segment, in milliseconds. */
const SEGMENT_PATIENCE = 60_000;

function attachHls(media: HTMLMediaElement, plan: PlaybackPlan, start: number, fail: (failure: Failure) => void) {
  let destroy: (() => void) | undefined;
  let gone = false;
  loadShaka()
    .then(async (shaka) => {
      if (gone) return;
      const player = new shaka.Player();
      destroy = () => void player.destroy();
      player.addEventListener("error", (event: Event) => {
        const error = (event as unknown as { detail: { severity: number; category: number } }).detail;
        if (error.severity === shaka.util.Error.Severity.CRITICAL) fail(categoryOf(error.category, shaka));
      });
      player.configure({
        streaming: {
          bufferingGoal: AHEAD,
          rebufferingGoal: 0.5,
          bufferBehind: BEHIND,
          retryParameters: { timeout: SEGMENT_PATIENCE, stallTimeout: SEGMENT_PATIENCE, maxAttempts: 3 },
        },
        manifest: { retryParameters: { timeout: SEGMENT_PATIENCE, maxAttempts: 2 } },
      });
      await player.attach(media);
      await player.load(addressOf(plan.url), start > 0 ? start : undefined, "application/x-mpegurl");
      if (!gone) play(media);
    })
    .catch((error: { category?: number } | undefined) => {
      void loadShaka().then(
        (shaka) => fail(categoryOf(error?.category, shaka)),
        () => fail("network"),
      );
    });
  return () => {
    gone = true;
    destroy?.();
  };
}

function categoryOf(category: number | undefined, shaka: Shaka): Failure {
  const { Category } = shaka.util.Error;
  if (category === Category.NETWORK) return "network";
  return category === Category.MANIFEST ? "unsupported" : "decode";
}
