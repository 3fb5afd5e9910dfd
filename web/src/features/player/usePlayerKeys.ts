/** The player's keys, as everybody's fingers know them. */

import { useEffect } from "react";
import { move } from "~/shared/focus/spatial";
import { tv } from "~/shared/theme/theme";

export interface KeyActions {
  toggle: () => void;
  skip: (seconds: number) => void;
  volume: (step: number) => void;
  fullscreen: () => void;
  mute: () => void;
  subtitles: () => void;
  next: () => void;
  previous: () => void;
  stats: () => void;
  /** 0 to 9. */
  tenth: (tenth: number) => void;
  exit: () => void;
  /** Something was pressed: the controls show themselves. */
  wake: () => void;
}

const SKIP = 10;
const LOUDER = 0.05;
const REMOTE_BACK = new Set([10009, 461]);

/** What a key means, or nothing. Pure, but for calling the action. */
export function actionFor(key: string, actions: KeyActions): (() => void) | undefined {
  if (/^\d$/.test(key)) return () => actions.tenth(Number(key));
  switch (key) {
    case " ":
    case "k":
    case "MediaPlayPause":
      return actions.toggle;
    case "ArrowLeft":
    case "j":
    case "MediaRewind":
      return () => actions.skip(-SKIP);
    case "ArrowRight":
    case "l":
    case "MediaFastForward":
      return () => actions.skip(SKIP);
    case "ArrowUp":
      return () => actions.volume(LOUDER);
    case "ArrowDown":
      return () => actions.volume(-LOUDER);
    case "f":
      return actions.fullscreen;
    case "m":
      return actions.mute;
    case "c":
      return actions.subtitles;
    case "n":
    case "MediaTrackNext":
      return actions.next;
    case "p":
    case "MediaTrackPrevious":
      return actions.previous;
    case "i":
      return actions.stats;
    case "Escape":
    case "Backspace":
    case "GoBack":
    case "BrowserBack":
      return actions.exit;
    default:
      return undefined;
  }
}

export function usePlayerKeys(actions: KeyActions) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const active = document.activeElement;
      // Menus and dialogs know their own keys.
      if (document.querySelector('[role="menu"], [role="dialog"]')) return;
      const control = active?.closest<HTMLElement>("button, a, [role='slider']");
      if ((event.key === " " || event.key === "Enter") && control) return actions.wake();
      if (tv && event.key.startsWith("Arrow") && remoteArrow(event.key, control ?? undefined)) {
        actions.wake();
        return event.preventDefault();
      }
      const action = REMOTE_BACK.has(event.keyCode) ? actions.exit : actionFor(event.key, actions);
      if (event.key === "Enter" && !control) actions.toggle();
      else if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      actions.wake();
      action?.();
    };
    // Before everybody else's: in here, arrows and Backspace mean something of their own.
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [actions]);
}

/** On a television up and down walk through the controls, and left and right do once one is among them. */
function remoteArrow(key: string, control: HTMLElement | undefined): boolean {
  const direction = key.slice(5).toLowerCase() as "left" | "right" | "up" | "down";
  const sideways = direction === "left" || direction === "right";
  if (sideways && (!control || control.role === "slider")) return false;
  return move(direction);
}
