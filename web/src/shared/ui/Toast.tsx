/** A short word at the edge of the screen, for what happens elsewhere. */

import { useSyncExternalStore } from "react";
import styles from "./Toast.module.css";

let shown: { id: number; text: string } | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const STAYS = 4000;

export function toast(text: string) {
  shown = { id: (shown?.id ?? 0) + 1, text };
  clearTimeout(timer);
  timer = setTimeout(() => {
    shown = undefined;
    for (const listener of listeners) listener();
  }, STAYS);
  for (const listener of listeners) listener();
}

export function Toasts() {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <div className={styles.place} role="status" aria-live="polite">
      {current && (
        <div key={current.id} className={styles.toast}>
          {current.text}
        </div>
      )}
    </div>
  );
}
