/** Keys that work on every screen. */

import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

let openSheet: (() => void) | undefined;

/** Says who shows the sheet of shortcuts. */
export function onSheet(open: () => void) {
  openSheet = open;
  return () => {
    openSheet = undefined;
  };
}

/** How long after `g` its second letter may come. */
const CHORD = 1200;

/** What remotes send for their back button: Tizen 10009, webOS 461. */
const BACK_CODES = new Set([10009, 461]);

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export function useGlobalKeys() {
  const router = useRouter();
  useEffect(() => {
    let chord = 0;
    const back = () => {
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return false;
      if (router.state.location.pathname === "/") return false;
      if (router.history.canGoBack()) router.history.back();
      else void router.navigate({ to: "/" });
      return true;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const remote = BACK_CODES.has(event.keyCode) || event.key === "GoBack" || event.key === "BrowserBack";
      const typing = isTyping(event.target);
      if (remote || event.key === "Escape" || (event.key === "Backspace" && !typing)) {
        if (typing && event.key === "Escape") (event.target as HTMLElement).blur();
        else if (back()) event.preventDefault();
        return;
      }
      if (typing) return;
      if (event.key === "h" && performance.now() - chord < CHORD) void router.navigate({ to: "/" });
      chord = event.key === "g" ? performance.now() : 0;
      if (event.key === "/") {
        event.preventDefault();
        void router.navigate({ to: "/search", search: {} });
      } else if (event.key === "?") {
        event.preventDefault();
        openSheet?.();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router]);
}

export const showSheet = () => openSheet?.();
