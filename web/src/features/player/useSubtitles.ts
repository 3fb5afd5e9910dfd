/** Which subtitle is shown. Text ones switch at once; pictures must be drawn into the film by the server. */

import { useCallback, useMemo, useState } from "react";
import { addressOf } from "~/api/client";
import type { Track } from "~/api/types";
import type { Playback } from "./usePlayback";

export interface Subtitles {
  tracks: readonly Track[];
  /** The index of the one that is shown, −1 for none. */
  current: number;
  choose: (index: number) => void;
  toggle: () => void;
  /** Where the shown text is. */
  url: string | undefined;
  language: string | undefined;
}

export const OFF = -1;

export function useSubtitles({ plan, ask, change }: Playback): Subtitles {
  const [picked, setPicked] = useState<number>();
  const tracks = useMemo(() => plan?.tracks.filter((track) => track.kind === "subtitle") ?? [], [plan]);
  const current = picked ?? plan?.subtitleTrack ?? OFF;
  const urlOf = useCallback(
    (index: number) => plan?.subtitles.find((subtitle) => subtitle.index === index)?.url,
    [plan],
  );
  // What is drawn into the picture now must be taken out again by the server.
  const asked = ask.subtitleTrack ?? OFF;
  const drawn = asked >= 0 && plan !== undefined && urlOf(asked) === undefined;
  const drawnByPlan = plan?.subtitleTrack !== undefined && urlOf(plan.subtitleTrack) === undefined;
  const choose = useCallback(
    (index: number) => {
      setPicked(index);
      const text = index === OFF || urlOf(index) !== undefined;
      if (!text || drawn || drawnByPlan) change({ subtitleTrack: index });
    },
    [urlOf, drawn, drawnByPlan, change],
  );
  const toggle = useCallback(() => {
    const first = tracks.find((track) => urlOf(track.index) !== undefined) ?? tracks[0];
    choose(current === OFF ? (first?.index ?? OFF) : OFF);
  }, [tracks, urlOf, choose, current]);
  const url = urlOf(current);
  return {
    tracks,
    current,
    choose,
    toggle,
    url: url && addressOf(url),
    language: tracks.find((track) => track.index === current)?.language,
  };
}
