/** The keys of keyboards and headsets, and the title on lock screens. */

import { useEffect } from "react";
import { addressOf } from "~/api/client";
import type { ItemCard } from "~/api/types";
import type { KeyActions } from "./usePlayerKeys";

export function useMediaSession(item: ItemCard, actions: KeyActions, seek: (time: number) => void) {
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!session) return;
    const image = item.art.poster ?? item.art.wide;
    session.metadata = new MediaMetadata({
      title: item.title,
      artist: item.series?.title ?? item.artists.map((artist) => artist.title).join(", "),
      album: item.season?.title ?? item.album?.title ?? "",
      artwork: image ? [{ src: `${addressOf(image.url)}&width=480`, sizes: "480x720" }] : [],
    });
    const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
      ["play", actions.toggle],
      ["pause", actions.toggle],
      ["seekbackward", () => actions.skip(-10)],
      ["seekforward", () => actions.skip(10)],
      ["seekto", (details) => details.seekTime !== undefined && seek(details.seekTime)],
      ["nexttrack", actions.next],
      ["previoustrack", actions.previous],
    ];
    for (const [name, handler] of handlers) {
      try {
        session.setActionHandler(name, handler);
      } catch {
        // Not every browser knows every action.
      }
    }
    return () => {
      session.metadata = null;
      for (const [name] of handlers) {
        try {
          session.setActionHandler(name, null);
        } catch {
          // As above.
        }
      }
    };
  }, [item, actions, seek]);
}
