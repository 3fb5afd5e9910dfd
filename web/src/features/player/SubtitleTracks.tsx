/** The shown text as a track of the video; lifted while the controls are up. */

import { useEffect, useRef } from "react";
import type { Subtitles } from "./useSubtitles";

/** Lines from the bottom a cue moves to while the controls are up. */
const ABOVE_CONTROLS = -4;

export function SubtitleTracks({ subtitles, raised }: { subtitles: Subtitles; raised: boolean }) {
  const element = useRef<HTMLTrackElement>(null);
  const url = subtitles.url;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another track
  useEffect(() => {
    const track = element.current;
    if (!track) return;
    track.track.mode = "showing";
  }, [url]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another track
  useEffect(() => {
    const track = element.current;
    if (!track) return;
    const place = () => {
      for (const cue of track.track.cues ?? []) {
        if (!(cue instanceof VTTCue) || (cue.line !== "auto" && cue.line !== ABOVE_CONTROLS)) continue;
        cue.line = raised ? ABOVE_CONTROLS : "auto";
      }
    };
    place();
    track.addEventListener("load", place);
    return () => track.removeEventListener("load", place);
  }, [url, raised]);

  if (!url) return null;
  return <track key={url} ref={element} kind="subtitles" src={url} srcLang={subtitles.language?.slice(0, 2)} default />;
}
