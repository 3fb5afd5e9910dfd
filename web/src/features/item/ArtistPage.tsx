/** An artist and the albums. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useMark } from "~/shared/data/states";
import { useT } from "~/shared/i18n";
import { music } from "~/shared/music/queue";
import { Button, IconButton } from "~/shared/ui/Button";
import { Card } from "~/shared/ui/Card";
import { About } from "./About";
import styles from "./AlbumPage.module.css";
import { PageHead } from "./PageHead";
import page from "./page.module.css";
import { TrackList } from "./TrackList";

export function ArtistPage({ detail }: { detail: ItemDetail }) {
  const t = useT();
  const { item } = detail;
  const favorite = useMark("favorite");
  const albums = useQuery(queries.items({ artist: item.id, kinds: "album", sort: "year", order: "desc" }, 0, 200)).data;
  const pages = useInfiniteQuery(queries.children(item.id, ["track"]));
  const tracks = pages.data?.pages.flatMap((one) => one.items) ?? [];
  const shuffle = async () => {
    const all = await read(
      api.GET("/api/v1/items", { params: { query: { artist: item.id, kinds: "track", sort: "random", limit: 200 } } }),
    );
    music.play(all.items);
  };
  const loose = albums && albums.items.length === 0;
  return (
    <article>
      <PageHead
        detail={detail}
        shape="round"
        facts={[albums && albums.items.length > 0 && `${t("item.albums")} ${albums.items.length}`]}
      >
        <div className={styles.actions}>
          <Button look="strong" icon="shuffle" first onClick={shuffle}>
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
      <About detail={detail} />
      {albums && albums.items.length > 0 && (
        <section className={page.section}>
          <h2 className={page.sectionTitle}>{t("item.albums")}</h2>
          <ul className={page.grid}>
            {albums.items.map((album) => (
              <li key={album.id}>
                <Card item={album} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {loose && <TrackList tracks={tracks} albumArtists={[item.id]} />}
    </article>
  );
}
