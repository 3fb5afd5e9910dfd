/** Episodes one below the other: still, title, what happens. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import type { Episode } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useMark } from "~/shared/data/states";
import { useFormat } from "~/shared/format/useFormat";
import { useWords } from "~/shared/i18n";
import { Picture } from "~/shared/images/Picture";
import { IconButton } from "~/shared/ui/Button";
import { progressOf } from "~/shared/ui/Card";
import { Icon } from "~/shared/ui/Icon";
import { ErrorState } from "~/shared/ui/State";
import styles from "./EpisodeList.module.css";

export function EpisodeList({ series, season }: { series: string; season: string }) {
  const episodes = useQuery(queries.episodes(series, season));
  if (episodes.isError) return <ErrorState error={episodes.error} retry={() => episodes.refetch()} />;
  const list = episodes.data?.items ?? [];
  return (
    <ol className={styles.list} data-stale={episodes.isPlaceholderData || undefined}>
      {list.map((episode) => (
        <EpisodeLine key={episode.item.id} episode={episode} />
      ))}
    </ol>
  );
}

function EpisodeLine({ episode: { item, overview } }: { episode: Episode }) {
  const { t, date } = useWords();
  const format = useFormat();
  const played = useMark("played");
  const progress = progressOf(item);
  const last = item.numberEnd !== undefined && item.numberEnd !== item.number ? `–${item.numberEnd}` : "";
  const number = item.number === undefined ? "" : `${item.number}${last}. `;
  const facts = [item.runtime && format.length(item.runtime), item.released && date(item.released)];
  return (
    <li className={styles.episode}>
      <Link to="/play/$id" params={{ id: item.id }} className={styles.still} data-focus-key={`episode-${item.id}`}>
        <span className="visually-hidden">{t("card.play", { title: `${number}${item.title}` })}</span>
        <Picture image={item.art.wide} title={item.title} width={320} decorative />
        <span className={styles.sign}>
          <Icon name="play" size={1.5} />
        </span>
        {progress > 0 && (
          <span className={styles.track}>
            <span style={{ "--part": progress } as CSSProperties} />
          </span>
        )}
      </Link>
      <div className={styles.words}>
        <Link to="/item/$id" params={{ id: item.id }} className={styles.title} data-focus-key={`title-${item.id}`}>
          {number}
          {item.title}
        </Link>
        <p className={styles.facts}>{facts.filter(Boolean).join(" · ")}</p>
        {overview && <p className={styles.overview}>{overview}</p>}
      </div>
      <IconButton
        icon="check"
        label={`${t(item.state.played ? "item.markUnplayed" : "item.markPlayed")}: ${number}${item.title}`}
        aria-pressed={item.state.played}
        className={styles.mark}
        onClick={() => played.mutate({ item, on: !item.state.played })}
      />
    </li>
  );
}
