/** From a plan to a media element that plays it. */

import { addressOf } from "~/api/client";
import type { PlaybackPlan, Quality } from "~/api/types";
import { watchTransfers } from "./transfers";

export type Failure = "network" | "decode" | "unsupported";

/** A size of picture to stay at; `undefined` follows the connection. */
export type Size = Pick<Quality, "width" | "height" | "copied"> | undefined;

export interface Attached {
  detach: () => void;
  /** Goes to a size, from the next segment on. */
  choose: (size: Size) => void;
  /** Changes to another track of sound; false when that takes another stream. */
  hear: (track: number) => boolean;
}

export interface Wishes {
  /** Seconds. */
  start: number;
  size: Size;
  /** Told once, when playing cannot go on. */
  onFailure: (failure: Failure) => void;
}

type Shaka = typeof import("shaka-player/dist/shaka-player.hls-es2021").default;
type Player = InstanceType<Shaka["Player"]>;

let loading: Promise<Shaka> | undefined;

/** The player library: a chunk of its own, asked for when a stream needs it. */
function loadShaka(): Promise<Shaka> {
  loading ??= import("shaka-player/dist/shaka-player.hls-es2021").then(({ default: shaka }) => {
    shaka.polyfill.installAll();
    return shaka;
  });
  return loading;
}

export function attach(media: HTMLMediaElement, plan: PlaybackPlan, wishes: Wishes): Attached {
  let gone = false;
  const fail = (failure: Failure) => {
    if (!gone) wishes.onFailure(failure);
  };
  const attached =
    plan.delivery === "file" ? attachFile(media, plan, wishes.start, fail) : attachHls(media, plan, wishes, fail);
  return {
    ...attached,
    detach: () => {
      gone = true;
      attached.detach();
    },
  };
}

/** Browsers may refuse to start by themselves: then the play button waits to be pressed. */
function play(media: HTMLMediaElement) {
  media.play().catch(() => undefined);
}

function attachFile(
  media: HTMLMediaElement,
  plan: PlaybackPlan,
  start: number,
  fail: (failure: Failure) => void,
): Attached {
  const onError = () => fail(failureOf(media.error));
  const onMetadata = () => {
    if (start > 0) media.currentTime = start;
  };
  media.addEventListener("error", onError);
  media.addEventListener("loadedmetadata", onMetadata, { once: true });
  media.src = addressOf(plan.url);
  play(media);
  return {
    detach: () => {
      media.removeEventListener("error", onError);
      media.removeEventListener("loadedmetadata", onMetadata);
      media.removeAttribute("src");
      media.load();
    },
    choose: () => undefined,
    hear: () => false,
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

/** Shaka's own choice of quality, told by whoever watches the line how fast that is. */
function abrOf(shaka: Shaka) {
  return class extends shaka.abr.SimpleAbrManager {
    override segmentDownloaded(_milliseconds: number, _bytes: number, ...rest: [boolean]) {
      // Too short a time to be counted, but a moment to choose.
      super.segmentDownloaded(0, 0, ...rest);
    }

    transferred(milliseconds: number, bytes: number) {
      super.segmentDownloaded(milliseconds, bytes, true);
    }
  };
}

/**
 * Milliseconds after a change of picture in which the player may still wait for it; then the stream is opened anew. When another change or a
 * jump follows at once, shaka-player 5.2 at times waits for ever without asking for anything.
 */
const CHANGE_PATIENCE = 6_000;

/** What a connection is taken to carry before anything was fetched: the original, unless it is huge. */
const FIRST_GUESS = 25e6;

function attachHls(
  media: HTMLMediaElement,
  plan: PlaybackPlan,
  { start, size: first }: Wishes,
  fail: (failure: Failure) => void,
): Attached {
  let player: Player | undefined;
  let unwatch: (() => void) | undefined;
  let size = first;
  let gone = false;
  let changing: ReturnType<typeof setTimeout> | undefined;
  const open = (made: Player, at: number) =>
    made.load(addressOf(plan.url), at > 0 ? at : undefined, "application/x-mpegurl");
  const change = (made: Player, wanted: NonNullable<Size>) => {
    goTo(made, wanted, true);
    clearTimeout(changing);
    changing = setTimeout(async () => {
      if (gone || !made.isBuffering()) return;
      const sound = made.getAudioTracks().find((track) => track.active);
      await open(made, media.currentTime).catch(() => undefined);
      const same = made.getAudioTracks().find((track) => track.label === sound?.label);
      if (same) made.selectAudioTrack(same);
      if (size) goTo(made, size, false);
    }, CHANGE_PATIENCE);
  };
  loadShaka()
    .then(async (shaka) => {
      if (gone) return;
      const made = new shaka.Player();
      player = made;
      made.addEventListener("error", (event: Event) => {
        const error = (event as unknown as { detail: { severity: number; category: number } }).detail;
        if (error.severity === shaka.util.Error.Severity.CRITICAL) fail(categoryOf(error.category, shaka));
      });
      const Abr = abrOf(shaka);
      const abr = new Abr();
      unwatch = watchTransfers((milliseconds, bytes) => abr.transferred(milliseconds, bytes));
      made.configure({
        abrFactory: () => abr,
        // The browser's own guess is never more than ten megabits.
        abr: { enabled: size === undefined, defaultBandwidthEstimate: FIRST_GUESS, useNetworkInformation: false },
        streaming: {
          bufferingGoal: AHEAD,
          rebufferingGoal: 0.5,
          bufferBehind: BEHIND,
          retryParameters: { timeout: SEGMENT_PATIENCE, stallTimeout: SEGMENT_PATIENCE, maxAttempts: 3 },
        },
        // Subtitles are shown beside the stream: they change without touching it.
        manifest: { disableText: true, retryParameters: { timeout: SEGMENT_PATIENCE, maxAttempts: 2 } },
      });
      await made.attach(media);
      await open(made, start);
      if (gone) return;
      if (size) goTo(made, size, true);
      play(media);
    })
    .catch((error: { category?: number } | undefined) => {
      void loadShaka().then(
        (shaka) => fail(categoryOf(error?.category, shaka)),
        () => fail("network"),
      );
    });
  return {
    detach: () => {
      gone = true;
      unwatch?.();
      clearTimeout(changing);
      void player?.destroy();
    },
    choose: (wanted) => {
      size = wanted;
      if (player?.isFullyLoaded() === false) return;
      if (wanted && player) change(player, wanted);
      else player?.configure("abr.enabled", true);
    },
    hear: (track) => player !== undefined && hear(player, track),
  };
}

/** The same sound, another picture. `now`: what is buffered of the one before is thrown away, since somebody asked to see it. */
function goTo(player: Player, { width, height, copied }: NonNullable<Size>, now: boolean) {
  player.configure("abr.enabled", false);
  const all = player.getVariantTracks();
  const sound = all.find((track) => track.active)?.audioId;
  const alike = all
    .filter((track) => track.audioId === sound && track.width === width && track.height === height)
    .sort((one, other) => other.bandwidth - one.bandwidth);
  // Of two of a size the film's own is the larger.
  const wanted = copied ? alike[0] : alike.at(-1);
  if (wanted && !wanted.active) player.selectVariantTrack(wanted, now, 0.5);
}

function hear(player: Player, index: number): boolean {
  // A rendition is known by its address alone, which names the track.
  const names = (address: string | null) => new URLSearchParams(address?.split("?")[1]).get("a") === String(index);
  const label = player.getVariantTracks().find((track) => names(track.originalAudioId))?.label;
  const wanted = player.getAudioTracks().find((track) => track.label === label);
  if (!label || !wanted) return false;
  player.selectAudioTrack(wanted);
  return true;
}

function categoryOf(category: number | undefined, shaka: Shaka): Failure {
  const { Category } = shaka.util.Error;
  if (category === Category.NETWORK) return "network";
  return category === Category.MANIFEST ? "unsupported" : "decode";
}
