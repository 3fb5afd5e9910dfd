/** What happens on the server, as it happens. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { root } from "~/api/client";
import type { Scan, ServerEvent } from "~/api/types";
import { applyStates, refreshLists } from "./states";

/** While a scan runs, lists are asked for again this often. */
const SETTLE = 1500;

export function useServerEvents(signedIn: boolean) {
  const client = useQueryClient();
  useEffect(() => {
    if (!signedIn) return;
    const source = new EventSource(`${root}/api/v1/events`);
    const listen = makeListener(client);
    source.onmessage = (message) => listen(JSON.parse(message.data) as ServerEvent);
    return () => source.close();
  }, [client, signedIn]);
}

export function makeListener(client: QueryClient): (event: ServerEvent) => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    if (waiting !== undefined) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      for (const key of ["libraries", "managedLibraries", "letters", "filters", "troubles"]) {
        void client.invalidateQueries({ queryKey: [key], refetchType: "active" });
      }
      refreshLists(client);
    }, SETTLE);
  };
  return (event) => {
    switch (event.type) {
      case "scanProgress":
        client.setQueryData<Scan[]>(["scans"], (scans) => withScan(scans ?? [], event.scan));
        break;
      case "stateChanged":
        applyStates(client, event.items);
        void client.invalidateQueries({ queryKey: ["home"], refetchType: "active" });
        break;
      case "libraryChanged":
      case "librariesChanged":
      case "lagged":
        soon();
        break;
      case "userChanged":
      case "userDeleted":
        void client.invalidateQueries({ queryKey: ["users"] });
        void client.invalidateQueries({ queryKey: ["me"] });
        break;
    }
  };
}

/** The newest word on each library. */
export function withScan(scans: readonly Scan[], scan: Scan): Scan[] {
  const known = scans.some((other) => other.libraryId === scan.libraryId);
  return known ? scans.map((other) => (other.libraryId === scan.libraryId ? scan : other)) : [...scans, scan];
}

export const isRunning = (scan: Scan) => ["waiting", "walking", "reading", "pictures"].includes(scan.phase);
