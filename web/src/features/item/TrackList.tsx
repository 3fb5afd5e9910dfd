/** Songs by disc; a press plays from there. */

import type { ItemCard } from "~/api/types";
import { clock } from "~/shared/format/time";
import { useT } from "~/shared/i18n";
import { music, useQueue } from "~/shared/music/queue";
import { Icon } from "~/shared/ui/Icon";
import styles from "./TrackList.module.css";

interface Props {
  tracks: readonly ItemCard[];
  /** Whose names need not be said again on each song. */
  albumArtists?: readonly string[];
}

export function TrackList({ tracks, albumArtists = [] }: Props) {
  const t = useT();
  const current = useQueue((queue) => queue.tracks[queue.place]?.id);
  const discs = [...new Set(tracks.map((track) => track.parentNumber ?? 1))];
  return (
    <div className={styles.all}>
      {discs.map((disc) => (
        <section key={disc} aria-label={t("item.disc", { number: disc })}>
          {discs.length > 1 && <h2 className={styles.disc}>{t("item.disc", { number: disc })}</h2>}
          <ol>
            {tracks.map((track, place) => {
              if ((track.parentNumber ?? 1) !== disc) return null;
              const others = track.artists.filter((artist) => !albumArtists.includes(artist.id));
              return (
                <li key={track.id}>
                  <button
                    type="button"
                    className={styles.track}
                    aria-current={track.id === current || undefined}
                    data-focus-key={`track-${track.id}`}
                    onClick={() => music.play(tracks, place)}
                  >
                    <span className={styles.number} aria-hidden="true">
                      <span>{track.number ?? place + 1}</span>
                      <Icon name={track.id === current ? "volume" : "play"} size={1.125} />
                    </span>
                    <span className={styles.words}>
                      <span className={styles.title}>{track.title}</span>
                      {others.length > 0 && (
                        <span className={styles.artist}>{others.map((artist) => artist.title).join(", ")}</span>
                      )}
                    </span>
                    <span className={styles.lyrics}>{track.hasLyrics && <Icon name="lyrics" size={1} />}</span>
                    <span className={styles.time}>{track.runtime ? clock(track.runtime) : ""}</span>
                  </button>
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </div>
  );
}
