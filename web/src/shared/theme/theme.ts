/** Light, dark or black, and whether this is a television. */

import { useSyncExternalStore } from "react";

export const themes = ["system", "dark", "light", "oled"] as const;
export type Theme = (typeof themes)[number];

const KEPT = "walros.theme";
const listeners = new Set<() => void>();
const prefersLight = matchMedia("(prefers-color-scheme: light)");

const current = (): Theme => {
  const kept = localStorage.getItem(KEPT);
  return themes.find((theme) => theme === kept) ?? "dark";
};

const BAR = { dark: "#0b0d10", light: "#f7f8f9", oled: "#000000" };

function apply() {
  const theme = current();
  const shown = theme === "system" ? (prefersLight.matches ? "light" : "dark") : theme;
  document.documentElement.dataset.theme = shown;
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", BAR[shown]);
}

export function setTheme(theme: Theme) {
  localStorage.setItem(KEPT, theme);
  apply();
  for (const listener of listeners) listener();
}

export const useTheme = () =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);

const TELEVISIONS = /\b(?:Tizen|Web0S|webOS\.TV|SmartTV|Smart-TV|HbbTV|BRAVIA|AFT[A-Z]|CrKey|Android TV|GoogleTV)\b/i;

/** `?tv` in the address forces it on, `?tv=0` off. */
export function isTelevision(search: string, agent: string): boolean {
  const asked = new URLSearchParams(search).get("tv");
  return asked === null ? TELEVISIONS.test(agent) : asked !== "0";
}

export const tv = isTelevision(location.search, navigator.userAgent);

export function startTheme() {
  apply();
  prefersLight.addEventListener("change", apply);
  if (tv) {
    document.documentElement.dataset.tv = "";
    document.documentElement.dataset.focusShown = "";
  }
}
