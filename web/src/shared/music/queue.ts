/** What music plays: set from any page, played by the bar at the bottom. */

import { useSyncExternalStore } from "react";
import type { ItemCard } from "~/api/types";

export interface Queue {
  tracks: readonly ItemCard[];
  place: number;
  /** Counts up with each wish to play, also of the same track. */
  turn: number;
}

let queue: Queue = { tracks: [], place: 0, turn: 0 };
const listeners = new Set<() => void>();

function set(next: Partial<Queue>) {
  queue = { ...queue, ...next, turn: queue.turn + 1 };
  for (const listener of listeners) listener();
}

export const music = {
  play: (tracks: readonly ItemCard[], place = 0) => set({ tracks, place }),
  shuffle: (tracks: readonly ItemCard[]) => set({ tracks: shuffled(tracks), place: 0 }),
  go: (place: number) => {
    if (place >= 0 && place < queue.tracks.length) set({ place });
  },
  next: () => music.go(queue.place + 1),
  previous: () => music.go(queue.place - 1),
  stop: () => set({ tracks: [], place: 0 }),
};

function shuffled<T>(list: readonly T[]): T[] {
  const next = [...list];
  for (let place = next.length - 1; place > 0; place--) {
    const other = Math.floor(Math.random() * (place + 1));
    [next[place], next[other]] = [next[other] as T, next[place] as T];
  }
  return next;
}

export function useQueue<T>(pick: (queue: Queue) => T): T {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => pick(queue),
  );
}
