/** The sheet of what plays: its words, and what comes after. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { LyricLine } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { clock } from "~/shared/format/time";
import { useT } from "~/shared/i18n";
import { Picture } from "~/shared/images/Picture";
import { music, type Queue } from "~/shared/music/queue";
import { Button } from "~/shared/ui/Button";
import { Dialog } from "~/shared/ui/Dialog";
import styles from "./NowPlaying.module.css";

interface Props {
  queue: Queue;
  time: number;
  seek: (time: number) => void;
  onClose: () => void;
}

export function NowPlaying({ queue, time, seek, onClose }: Props) {
  const t = useT();
  const track = queue.tracks[queue.place];
  const [shown, setShown] = useState<"lyrics" | "queue">(track?.hasLyrics ? "lyrics" : "queue");
  if (!track) return null;
  return (
    <Dialog open onClose={onClose} title={t("music.nowPlaying")} wide>
      <div className={styles.sheet}>
        <div className={styles.song}>
          <span className={styles.cover}>
            <Picture image={track.art.poster} title={track.album?.title ?? track.title} width={320} decorative />
          </span>
          <p className={styles.title}>{track.title}</p>
          <p className={styles.artist}>{track.artists.map((artist) => artist.title).join(", ")}</p>
        </div>
        <div className={styles.side}>
          <div className={styles.tabs}>
            <Button
              look={shown === "lyrics" ? "quiet" : "plain"}
              aria-pressed={shown === "lyrics"}
              onClick={() => setShown("lyrics")}
            >
              {t("music.lyrics")}
            </Button>
            <Button
              look={shown === "queue" ? "quiet" : "plain"}
              aria-pressed={shown === "queue"}
              onClick={() => setShown("queue")}
            >
              {t("music.queue")}
            </Button>
          </div>
          {shown === "lyrics" ? (
            <Lyrics id={track.id} any={track.hasLyrics} time={time} seek={seek} />
          ) : (
            <Tracks queue={queue} />
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** The line that is sung at `time`, or −1. */
export function lineAt(lines: readonly LyricLine[], time: number): number {
  return lines.findLastIndex((line) => line.start !== undefined && line.start <= time + 0.2);
}

function Lyrics({ id, any, time, seek }: { id: string; any: boolean; time: number; seek: (time: number) => void }) {
  const t = useT();
  const lyrics = useQuery({ ...queries.lyrics(id), enabled: any });
  const current = useRef<HTMLLIElement>(null);
  const lines = lyrics.data ?? [];
  const place = lineAt(lines, time);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line is another place
  useEffect(() => current.current?.scrollIntoView({ block: "center", behavior: "smooth" }), [place]);
  if (!any || lyrics.isError) return <p className={styles.none}>{t("music.noLyrics")}</p>;
  return (
    <ol className={styles.lyrics}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chorus comes back word for word
        <li key={index} ref={index === place ? current : undefined} data-current={index === place || undefined}>
          {line.start === undefined ? (
            line.text || "\u00a0"
          ) : (
            <button type="button" onClick={() => seek(line.start ?? 0)}>
              {line.text || "♪"}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

/** A key for each track. One that stands in the queue twice has two. */
function keysOf(tracks: Queue["tracks"]): string[] {
  const seen = new Map<string, number>();
  return tracks.map(({ id }) => {
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    return `${id}-${before}`;
  });
}

function Tracks({ queue }: { queue: Queue }) {
  const keys = keysOf(queue.tracks);
  return (
    <ol className={styles.queue}>
      {queue.tracks.map((track, place) => (
        <li key={keys[place]}>
          <button
            type="button"
            className={styles.line}
            aria-current={place === queue.place || undefined}
            onClick={() => music.go(place)}
          >
            <span className={styles.lineTitle}>{track.title}</span>
            <span className={styles.artist}>{track.runtime ? clock(track.runtime) : ""}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
