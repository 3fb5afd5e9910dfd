/** Tells the server where the player is: at the start, every ten seconds, on pause and seek, and at the end. */

import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect } from "react";
import { ownHeaders, root } from "~/api/client";
import type { components } from "~/api/schema";
import type { PlaybackPlan } from "~/api/types";
import { refreshLists } from "~/shared/data/states";

type Report = components["schemas"]["ProgressReport"];

const EVERY = 10_000;

/** `keepalive`: arrives also when the page is closed. */
function send(report: Report): Promise<unknown> {
  return fetch(`${root}/api/v1/progress`, {
    method: "POST",
    keepalive: true,
    headers: { ...ownHeaders, "Content-Type": "application/json" },
    body: JSON.stringify(report),
  }).catch(() => undefined);
}

export function useReports(video: RefObject<HTMLVideoElement | null>, plan: PlaybackPlan | undefined) {
  const client = useQueryClient();
  useEffect(() => {
    const element = video.current;
    if (!plan || !element) return;
    let begun = false;
    let over = false;
    let position: number | undefined;
    const report = (event: Report["event"]): Report => ({
      event,
      itemId: plan.itemId,
      sourceId: plan.sourceId,
      session: plan.session,
      position,
      paused: element.paused,
      method: plan.method,
      audioTrack: plan.audioTrack,
      subtitleTrack: plan.subtitleTrack,
      // A stop without a picture seen must not wipe where one was.
      failed: event === "stop" && position === undefined,
    });
    const look = () => {
      if (begun && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) position = element.currentTime;
    };
    const start = () => {
      if (begun) return;
      begun = true;
      look();
      void send(report("start"));
    };
    const progress = () => {
      look();
      if (begun && !over) void send(report("progress"));
    };
    const stop = () => {
      if (!begun || over) return;
      over = true;
      void send(report("stop")).then(() => {
        refreshLists(client);
        void client.invalidateQueries({ queryKey: ["neighbours"] });
      });
    };
    const onHide = () => {
      look();
      stop();
    };
    // Back from the browser's cache: it plays on.
    const onShow = () => {
      over = false;
    };
    const timer = setInterval(() => !element.paused && progress(), EVERY);
    element.addEventListener("playing", start);
    element.addEventListener("timeupdate", look);
    element.addEventListener("pause", progress);
    element.addEventListener("seeked", progress);
    addEventListener("pagehide", onHide);
    addEventListener("pageshow", onShow);
    return () => {
      clearInterval(timer);
      element.removeEventListener("playing", start);
      element.removeEventListener("timeupdate", look);
      element.removeEventListener("pause", progress);
      element.removeEventListener("seeked", progress);
      removeEventListener("pagehide", onHide);
      removeEventListener("pageshow", onShow);
      stop();
    };
  }, [plan, video, client]);
}
