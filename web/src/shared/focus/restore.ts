/** Going back brings the focus back to where it was; going on puts it where the new screen begins. */

import type { AnyRouter } from "@tanstack/react-router";
import { tv } from "~/shared/theme/theme";
import { focusFirst } from "./spatial";

/** What had the focus on each page of this visit, by the page's key in the history. */
const kept = new Map<string, string>();

/** Tells one element of a page from the others, also after it was drawn anew. */
function nameOf(element: Element | null): string | undefined {
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  if (element.dataset.focusKey) return `[data-focus-key="${CSS.escape(element.dataset.focusKey)}"]`;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const address = element.getAttribute("href");
  return address ? `a[href="${CSS.escape(address)}"]` : undefined;
}

/** How long a list may take to draw what had the focus. */
const PATIENCE = 1500;

export function startFocusRestore(router: AnyRouter) {
  let key = router.state.location.state.__TSR_key ?? "first";
  if (tv) focusWhenThere(performance.now() + 10 * PATIENCE);
  router.subscribe("onBeforeNavigate", () => {
    const name = nameOf(document.activeElement);
    if (name) kept.set(key, name);
  });
  router.subscribe("onRendered", ({ pathChanged }) => {
    const next = router.state.location.state.__TSR_key ?? "first";
    if (next === key) return;
    key = next;
    const name = kept.get(key);
    if (name) bringBack(name, performance.now() + PATIENCE);
    else if (pathChanged) begin();
  });
}

function bringBack(name: string, until: number) {
  const element = document.querySelector<HTMLElement>(name);
  if (element) element.focus({ preventScroll: true });
  else if (performance.now() < until) requestAnimationFrame(() => bringBack(name, until));
}

/** A screen reader starts at the top of the new page; a remote needs something in focus. */
function begin() {
  if (document.activeElement?.closest("main, [role=dialog]")) return;
  if (tv) {
    focusWhenThere(performance.now() + PATIENCE);
    return;
  }
  document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
}

function focusWhenThere(until: number) {
  const main = document.querySelector<HTMLElement>("main");
  if (main?.querySelector("a, button") && focusFirst(document.body)) return;
  if (performance.now() < until) requestAnimationFrame(() => focusWhenThere(until));
}
