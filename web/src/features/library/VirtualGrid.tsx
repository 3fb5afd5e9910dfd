/** A grid of any length: only what is near the window is drawn, pages are fetched ahead. */

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ItemCard } from "~/api/types";
import { type ItemsParams, queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Card, CardGhost, type Shape } from "~/shared/ui/Card";
import { ErrorState, StateScreen } from "~/shared/ui/State";
import { grid } from "./jump";
import styles from "./VirtualGrid.module.css";

const PAGE = 100;

/** Height over width of a card's picture. */
const TALL: Record<Shape, number> = { poster: 1.5, wide: 9 / 16, square: 1, round: 1 };

interface Layout {
  columns: number;
  rowHeight: number;
  top: number;
}

/** Columns and heights as the tokens have them at this width: measured, since rem and gaps follow the screen. */
function measure(element: HTMLElement, shape: Shape): Layout {
  const style = getComputedStyle(element);
  const gap = Number.parseFloat(style.columnGap) || 16;
  const wanted = Number.parseFloat(style.getPropertyValue("--wanted-px")) || 160;
  const columns = Math.max(2, Math.floor((element.clientWidth + gap) / (wanted + gap)));
  const width = (element.clientWidth - gap * (columns - 1)) / columns;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const words = element.querySelector<HTMLElement>("[data-words-probe]")?.offsetHeight ?? 3.2 * rem;
  return {
    columns,
    rowHeight: Math.round(width * TALL[shape] + words + gap),
    top: element.getBoundingClientRect().top + scrollY,
  };
}

export function VirtualGrid({ params, shape }: { params: ItemsParams; shape: Shape }) {
  const t = useT();
  const container = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<Layout>({ columns: 6, rowHeight: 330, top: 160 });

  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return;
    const look = () =>
      setLayout((before) => {
        const next = measure(element, shape);
        return JSON.stringify(before) === JSON.stringify(next) ? before : next;
      });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [shape]);

  const first = useQuery({ ...queries.items(params, 0, PAGE), placeholderData: keepPreviousData });
  const total = first.data?.total;
  const rows = Math.ceil((total ?? PAGE) / layout.columns);
  const virtual = useWindowVirtualizer({
    count: rows,
    estimateSize: () => layout.rowHeight,
    overscan: 3,
    scrollMargin: layout.top,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height makes all that was measured void
  useEffect(() => virtual.measure(), [layout.rowHeight, virtual]);

  const shown = virtual.getVirtualItems();
  const from = Math.max(0, ((shown[0]?.index ?? 0) - 4) * layout.columns);
  const to = Math.min(total ?? PAGE, ((shown.at(-1)?.index ?? 0) + 5) * layout.columns);
  const pages = pagesBetween(from, to);
  const loaded = useQueries({ queries: pages.map((page) => queries.items({ ...params }, page * PAGE, PAGE)) });
  const at = (place: number): ItemCard | undefined => {
    const page = Math.floor(place / PAGE);
    const data = page === 0 ? first.data : loaded[pages.indexOf(page)]?.data;
    return data?.items[place % PAGE];
  };

  useEffect(() => {
    grid.jump = (place) => {
      const row = Math.floor(place / layout.columns);
      scrollTo({ top: layout.top + row * layout.rowHeight - headHeight(), behavior: "instant" });
    };
    return () => {
      grid.jump = undefined;
    };
  }, [layout]);

  if (first.isError) return <ErrorState error={first.error} retry={() => first.refetch()} />;
  if (total === 0) return <StateScreen icon="filter" title={t("library.empty")} text={t("library.emptyHint")} />;
  return (
    <>
      <p className="visually-hidden" role="status">
        {total !== undefined && t("library.count", { count: total })}
      </p>
      <div
        ref={container}
        className={styles.grid}
        data-shape={shape}
        style={{ height: virtual.getTotalSize(), "--columns": layout.columns } as CSSProperties}
      >
        <span className={styles.wanted} aria-hidden="true" ref={probeWidth} />
        <span className={styles.probe} data-words-probe aria-hidden="true">
          <span />
          <span />
        </span>
        {shown.map((row) => (
          <ul key={row.key} className={styles.line} style={{ transform: `translateY(${row.start - layout.top}px)` }}>
            {Array.from(
              { length: Math.min(layout.columns, (total ?? PAGE) - row.index * layout.columns) },
              (_, column) => {
                const place = row.index * layout.columns + column;
                const item = at(place);
                return <li key={place}>{item ? <Card item={item} shape={shape} /> : <CardGhost shape={shape} />}</li>;
              },
            )}
          </ul>
        ))}
      </div>
    </>
  );
}

/** The card's width in pixels, for the one number that CSS knows in rem and the layout needs in pixels. */
function probeWidth(element: HTMLSpanElement | null) {
  element?.parentElement?.style.setProperty("--wanted-px", String(element.offsetWidth));
}

const headHeight = () => {
  const bar = getComputedStyle(document.documentElement).getPropertyValue("--bar");
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return (Number.parseFloat(bar) + 1.5) * rem;
};

/** The pages that hold these places, the one that is always there left out. */
export function pagesBetween(from: number, to: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) if (page > 0) pages.push(page);
  return pages;
}
