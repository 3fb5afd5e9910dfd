/** Play states change in many places at once: one walk through everything that is kept. */

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { ItemCard, ItemState } from "~/api/types";

type Patch = Pick<ItemState, "state"> & Partial<Pick<ItemState, "counts">>;

/** The same data with the states of these items replaced; the very same object where nothing is to be replaced. */
export function withStates<T>(data: T, states: ReadonlyMap<string, Patch>): T {
  if (Array.isArray(data)) {
    const next = data.map((entry) => withStates(entry, states));
    return next.some((entry, place) => entry !== data[place]) ? (next as T) : data;
  }
  if (data === null || typeof data !== "object") return data;
  const record = data as Record<string, unknown>;
  const patch = typeof record.id === "string" && "state" in record ? states.get(record.id) : undefined;
  let next: Record<string, unknown> | undefined = patch && {
    ...record,
    state: patch.state,
    ...(patch.counts ? { counts: patch.counts } : {}),
  };
  for (const [name, value] of Object.entries(record)) {
    if (value === null || typeof value !== "object" || name === "state") continue;
    const changed = withStates(value, states);
    if (changed !== value) next = { ...(next ?? record), [name]: changed };
  }
  return (next ?? data) as T;
}

export function applyStates(client: QueryClient, changed: readonly ItemState[]) {
  const states = new Map(changed.map((entry) => [entry.id, entry]));
  for (const [key, data] of client.getQueriesData({})) {
    const next = withStates(data, states);
    if (next !== data) client.setQueryData(key, next);
  }
}

/** What a changed state changes beyond the items themselves: rows of the home screen, counts of folders. */
export function refreshLists(client: QueryClient) {
  for (const key of ["home", "item", "episodes", "seasons", "items"]) {
    void client.invalidateQueries({ queryKey: [key], refetchType: "active" });
  }
}

type Mark = "played" | "favorite";

/**
 * Marks at once and asks the server behind. One mark is asked for after the other (the scope), so that the server ends with what was clicked last;
 * an answer is passed over while a later click waits for its own, or the screen would go back for a moment.
 */
export function useMark(mark: Mark) {
  const client = useQueryClient();
  const mutationKey = ["mark", mark];
  return useMutation({
    mutationKey,
    scope: { id: mark },
    mutationFn: ({ item, on }: { item: ItemCard; on: boolean }) => {
      const where = { params: { path: { id: item.id } } };
      if (mark === "played") {
        return read(on ? api.PUT("/api/v1/items/{id}/played", where) : api.DELETE("/api/v1/items/{id}/played", where));
      }
      return read(
        on ? api.PUT("/api/v1/items/{id}/favorite", where) : api.DELETE("/api/v1/items/{id}/favorite", where),
      );
    },
    onMutate: ({ item, on }) => {
      const state = { ...item.state, [mark]: on, ...(mark === "played" ? { position: 0 } : {}) };
      applyStates(client, [{ id: item.id, state, counts: item.counts }]);
    },
    onSuccess: (state) => {
      if (client.isMutating({ mutationKey }) > 1) return;
      applyStates(client, [state]);
      if (mark === "played") refreshLists(client);
    },
    onError: (_error, { item }) => applyStates(client, [{ id: item.id, state: item.state, counts: item.counts }]),
  });
}
