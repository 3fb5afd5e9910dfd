/** An album: cover, songs by disc. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ItemCard, ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useMark } from "~/shared/data/states";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { music } from "~/shared/music/queue";
import { Button, IconButton } from "~/shared/ui/Button";
import { ErrorState } from "~/shared/ui/State";
import { About } from "./About";
import styles from "./AlbumPage.module.css";
import { PageHead } from "./PageHead";
import { TrackList } from "./TrackList";

export function AlbumPage({ detail }: { detail: ItemDetail }) {
  const t = useT();
  const format = useFormat();
  const { item } = detail;
  const favorite = useMark("favorite");
  const pages = useInfiniteQuery(queries.children(item.id, ["track"]));
  const tracks: ItemCard[] = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const count = tracks.length || (item.counts?.leaves ?? 0);
  const length = tracks.reduce((sum, track) => sum + (track.runtime ?? 0), 0);
  return (
    <article>
      <PageHead
        detail={detail}
        shape="square"
        facts={[
          item.year && String(item.year),
          count > 0 && t("item.tracks", { count }),
          length > 0 && format.length(length),
        ]}
        above={item.artists.map((artist, place) => (
          <span key={artist.id}>
            {place > 0 && ", "}
            <Link to="/item/$id" params={{ id: artist.id }}>
              {artist.title}
            </Link>
          </span>
        ))}
      >
        <div className={styles.actions}>
          <Button look="strong" icon="play" first disabled={tracks.length === 0} onClick={() => music.play(tracks)}>
            {t("item.play")}
          </Button>
          <Button icon="shuffle" disabled={tracks.length === 0} onClick={() => music.shuffle(tracks)}>
            {t("item.shuffle")}
          </Button>
          <IconButton
            icon="heart"
            filled={item.state.favorite}
            aria-pressed={item.state.favorite}
            label={t(item.state.favorite ? "item.unfavorite" : "item.favorite")}
            onClick={() => favorite.mutate({ item, on: !item.state.favorite })}
          />
        </div>
      </PageHead>
      {pages.isError ? (
        <ErrorState error={pages.error} retry={() => pages.refetch()} />
      ) : (
        <TrackList tracks={tracks} albumArtists={item.artists.map((artist) => artist.id)} />
      )}
      {!pages.isLoading && <About detail={detail} />}
    </article>
  );
}
