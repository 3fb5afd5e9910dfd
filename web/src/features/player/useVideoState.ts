/** What a video element is doing, as React sees it. */

import { type RefObject, useEffect, useState } from "react";

export interface VideoState {
  time: number;
  duration: number;
  paused: boolean;
  waiting: boolean;
  ended: boolean;
  /** Something was shown already. */
  started: boolean;
  volume: number;
  muted: boolean;
  rate: number;
  /** Seconds up to which it is loaded, from where it is. */
  loaded: number;
  width: number;
  height: number;
}

const nothing: VideoState = {
  time: 0,
  duration: 0,
  paused: true,
  waiting: true,
  ended: false,
  started: false,
  volume: 1,
  muted: false,
  rate: 1,
  loaded: 0,
  width: 0,
  height: 0,
};

const EVENTS = [
  "timeupdate",
  "durationchange",
  "play",
  "playing",
  "pause",
  "waiting",
  "seeking",
  "seeked",
  "ended",
  "volumechange",
  "ratechange",
  "progress",
  "resize",
  "emptied",
  "canplay",
];

export function useVideoState(video: RefObject<HTMLVideoElement | null>): VideoState {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const look = (event?: Event) => setState((before) => readState(element, before, event?.type));
    look();
    for (const name of EVENTS) element.addEventListener(name, look);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, look);
    };
  }, [video]);
  return state;
}

function readState(element: HTMLVideoElement, before: VideoState, event: string | undefined): VideoState {
  const started = event === "emptied" ? false : before.started || event === "playing" || event === "seeked";
  return {
    time: element.currentTime,
    duration: Number.isFinite(element.duration) ? element.duration : 0,
    paused: element.paused,
    waiting: element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !element.ended,
    ended: element.ended,
    started,
    volume: element.volume,
    muted: element.muted,
    rate: element.playbackRate,
    loaded: loadedFrom(element.buffered, element.currentTime),
    width: element.videoWidth,
    height: element.videoHeight,
  };
}

/** The end of the stretch that holds `time`. */
export function loadedFrom(ranges: TimeRanges, time: number): number {
  for (let place = 0; place < ranges.length; place++) {
    if (ranges.start(place) <= time + 0.2 && time <= ranges.end(place)) return ranges.end(place);
  }
  return time;
}
