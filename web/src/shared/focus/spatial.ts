/** Arrows move the focus to what lies in their direction, on every screen: one manager for keyboard and remote. */

import { type Box, type Direction, nearest } from "./geometry";

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

const DIRECTIONS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What handles its own arrows: menus, lists of choices, sliders, and whatever says so. */
const OWN_ARROWS =
  '[role="slider"], [role="menu"], [role="listbox"], [role="radiogroup"], [role="tablist"], [data-own-arrows]';

export function startSpatial() {
  document.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return;
    const active = document.activeElement as HTMLElement | null;
    if (active?.closest(OWN_ARROWS) || (active && keepsArrow(active, direction))) return;
    if (move(direction)) event.preventDefault();
  });
}

/** In a text field the caret moves first. */
function keepsArrow(element: HTMLElement, direction: Direction): boolean {
  if (element instanceof HTMLSelectElement) return direction === "up" || direction === "down";
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return false;
  if (element instanceof HTMLInputElement && ["checkbox", "radio", "button", "range"].includes(element.type))
    return false;
  if (element instanceof HTMLTextAreaElement) return true;
  if (direction === "up" || direction === "down") return false;
  const caret = element.selectionStart;
  if (caret === null) return false;
  return direction === "left" ? caret > 0 : caret < element.value.length;
}

/** What the arrows may reach: the uppermost dialog, or the page. */
function scope(): HTMLElement {
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]');
  return dialogs[dialogs.length - 1] ?? document.body;
}

export function focusables(inside: HTMLElement): HTMLElement[] {
  return [...inside.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest("[inert], [aria-hidden='true']"),
  );
}

/** Whether there was something to move to. */
export function move(direction: Direction): boolean {
  const area = scope();
  const active = document.activeElement as HTMLElement | null;
  if (!active || active === document.body || !area.contains(active) || active.tagName === "MAIN")
    return focusFirst(area);
  const row = active.closest<HTMLElement>("[data-row]");
  const sideways = direction === "left" || direction === "right";
  // Sideways stays in its row: the end of a row is an end.
  const candidates = focusables(sideways && row && area.contains(row) ? row : area).filter(
    (element) => element !== active,
  );
  const from = active.getBoundingClientRect();
  const reachable = sideways ? candidates : candidates.filter((element) => isBeside(element, row));
  const place = nearest(from, reachable.map(boxOf), direction);
  const target = reachable[place];
  if (!target) return false;
  focusOn(target, sideways);
  return true;
}

/** What scrolled out of its row at the side cannot be meant by up and down. */
function isBeside(element: HTMLElement, own: HTMLElement | null): boolean {
  const row = element.closest("[data-row]");
  if (!row || row === own) return true;
  const box = element.getBoundingClientRect();
  return box.right > 0 && box.left < innerWidth;
}

const boxOf = (element: HTMLElement): Box => element.getBoundingClientRect();

export function focusOn(element: HTMLElement, sideways = false) {
  document.documentElement.dataset.focusShown = "";
  element.focus({ preventScroll: true });
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  const centred = document.documentElement.dataset.tv !== undefined;
  element.scrollIntoView({ behavior, block: centred && !sideways ? "center" : "nearest", inline: "nearest" });
}

export function focusFirst(area: HTMLElement): boolean {
  const main = area === document.body ? (document.querySelector<HTMLElement>("main") ?? area) : area;
  const wanted = main.querySelector<HTMLElement>("[data-first-focus]");
  const target = wanted?.checkVisibility() ? wanted : (focusables(main)[0] ?? focusables(area)[0]);
  if (!target) return false;
  focusOn(target);
  return true;
}
