/** Around everything for which one is signed in: events from the server, music that plays on, the sheet of keys. */

import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useServerEvents } from "~/shared/data/events";
import { useQueue } from "~/shared/music/queue";
import { onSheet } from "./keys";

const KeySheet = lazy(() => import("./KeySheet"));
const MusicBar = lazy(() => import("~/features/music/MusicBar"));

export function Signed() {
  const [sheet, setSheet] = useState(false);
  const playing = useQueue((queue) => queue.tracks.length > 0);
  useServerEvents(true);
  useEffect(() => onSheet(() => setSheet(true)), []);
  return (
    <>
      <Outlet />
      <Suspense>
        {playing && <MusicBar />}
        {sheet && <KeySheet onClose={() => setSheet(false)} />}
      </Suspense>
    </>
  );
}
