/** Whether somebody is signed in here. The token itself is a cookie that no script can read. */

import type { QueryClient } from "@tanstack/react-query";

const SIGNED_IN = "walros.signedIn";
const DEVICE = "walros.device";

/** Asking who one is without being anybody is an error in every browser's console: this remembers better. */
export const maybeSignedIn = () => localStorage.getItem(SIGNED_IN) !== null;

export function signedIn(client: QueryClient) {
  localStorage.setItem(SIGNED_IN, "1");
  client.clear();
}

/** What anybody may know. */
const OPEN = new Set(["setup", "publicUsers"]);

/** To be called where no screen shows anything of his any more: what is kept is thrown away. */
export function signedOut(client: QueryClient) {
  localStorage.removeItem(SIGNED_IN);
  client.removeQueries({ predicate: ({ queryKey }) => !OPEN.has(String(queryKey[0])) });
}

const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const systems: [RegExp, string][] = [
  [/Tizen|Web0S|SmartTV/, "TV"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS/, "macOS"],
  [/Linux/, "Linux"],
];

export function deviceName(agent: string): string {
  const first = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(agent))?.[1];
  return [first(browsers) ?? "Browser", first(systems)].filter(Boolean).join(" on ");
}

export function device() {
  let id = localStorage.getItem(DEVICE);
  if (!id) {
    // `randomUUID` needs a secure context, which a server in the home network rarely is.
    id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    localStorage.setItem(DEVICE, id);
  }
  return { id, name: deviceName(navigator.userAgent), app: "Walros Web", appVersion: "0.1.0" };
}
