/** Whether something fills the screen. */

import { useSyncExternalStore } from "react";

export const useFullscreen = () =>
  useSyncExternalStore(
    (listener) => {
      document.addEventListener("fullscreenchange", listener);
      return () => document.removeEventListener("fullscreenchange", listener);
    },
    () => document.fullscreenElement !== null,
  );
