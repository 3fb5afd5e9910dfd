/** What holds other things: a photo album, a folder, a genre, a collection. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { ItemDetail, Kind } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Card, shapeOf } from "~/shared/ui/Card";
import { ErrorState, StateScreen } from "~/shared/ui/State";
import page from "./page.module.css";

/** Names lead to works, not to every episode and song of them. */
const WORKS: Partial<Record<Kind, Kind[]>> = {
  genre: ["movie", "series"],
  musicGenre: ["album"],
  studio: ["movie", "series"],
};

export function FolderPage({ detail }: { detail: ItemDetail }) {
  const t = useT();
  const { item } = detail;
  const works = WORKS[item.kind];
  const pages = useInfiniteQuery(queries.children(item.id, works ?? [], works ? "title" : "number"));
  const end = useRef<HTMLDivElement>(null);
  const { fetchNextPage, hasNextPage, isFetching } = pages;
  useEffect(() => {
    const element = end.current;
    if (!element || !hasNextPage || isFetching) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetchNextPage(), {
      rootMargin: "1500px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [fetchNextPage, hasNextPage, isFetching]);
  if (pages.isError) return <ErrorState error={pages.error} retry={() => pages.refetch()} />;
  const items = pages.data?.pages.flatMap((one) => one.items) ?? [];
  const first = items[0];
  const total = pages.data?.pages[0]?.total ?? items.length;
  const count = first?.kind === "photo" ? t("item.photos", { count: total }) : t("library.count", { count: total });
  return (
    <article>
      <header className={page.gridHead}>
        <h1 className={page.gridTitle}>{item.title}</h1>
        {pages.data && <p className={page.count}>{count}</p>}
      </header>
      {pages.data && items.length === 0 && <StateScreen icon="folder" title={t("library.empty")} />}
      <section className={page.section}>
        <ul className={page.grid} data-shape={first ? shapeOf(first) : undefined}>
          {items.map((one) => (
            <li key={one.id}>
              <Card item={one} />
            </li>
          ))}
        </ul>
      </section>
      <div ref={end} />
    </article>
  );
}
