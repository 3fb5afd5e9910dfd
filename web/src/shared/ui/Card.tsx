/** A card: the picture of an item with what one has done with it, and its title. */

import { Link } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import type { ItemCard } from "~/api/types";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Picture } from "~/shared/images/Picture";
import styles from "./Card.module.css";
import { Icon } from "./Icon";

export type Shape = "poster" | "wide" | "square" | "round";

/** CSS pixels a card is drawn at, about. */
const WIDTH: Record<Shape, number> = { poster: 200, wide: 320, square: 200, round: 200 };

export function shapeOf(item: ItemCard): Shape {
  switch (item.kind) {
    case "episode":
    case "video":
    case "trailer":
    case "musicVideo":
    case "library":
      return "wide";
    case "album":
    case "track":
    case "photo":
    case "photoAlbum":
    case "playlist":
    case "genre":
    case "musicGenre":
    case "studio":
      return "square";
    case "artist":
    case "person":
      return "round";
    default:
      return "poster";
  }
}

interface Props {
  item: ItemCard;
  shape?: Shape;
  /** The picture starts the film at once; its title leads to its page. */
  plays?: boolean;
  eager?: boolean;
}

const PLAYABLE = new Set(["movie", "episode", "video", "trailer", "musicVideo"]);

/** Begun things show how far: a fraction from 0 to 1. */
export function progressOf(item: ItemCard): number {
  const { position } = item.state;
  return item.runtime && position > 0 ? Math.min(1, position / item.runtime) : 0;
}

export function Card({ item, shape = shapeOf(item), plays, eager }: Props) {
  const t = useT();
  const format = useFormat();
  const title = item.kind === "episode" && item.series ? item.series.title : item.title;
  const subtitle = format.subtitle(item);
  const image =
    shape === "wide"
      ? (item.art.wide ?? item.art.poster)
      : (item.art.poster ?? (shape === "square" ? item.art.wide : undefined));
  const page = { to: "/item/$id", params: { id: item.id } } as const;
  const play = { to: "/play/$id", params: { id: item.id } } as const;
  const target = item.kind === "photo" ? ({ to: "/photo/$id", params: { id: item.id } } as const) : plays ? play : page;
  const label = [plays ? t("card.play", { title }) : title, subtitle].filter(Boolean).join(", ");
  return (
    <article className={styles.card} data-shape={shape}>
      <Link
        {...target}
        className={styles.art}
        data-focus-key={`${plays ? "play" : "card"}-${item.id}`}
        draggable={false}
      >
        <span className="visually-hidden">{label}</span>
        <Picture
          image={image}
          title={shape === "round" ? initials(title) : title}
          mark={shape === "round" ? initials(title) : undefined}
          width={WIDTH[shape]}
          decorative
          eager={eager}
        />
        <Marks item={item} />
        {plays && (
          <span className={styles.playSign}>
            <Icon name="play" size={1.75} />
          </span>
        )}
      </Link>
      {!plays && PLAYABLE.has(item.kind) && (
        <Link {...play} tabIndex={-1} className={styles.quickPlay} aria-label={t("card.play", { title })}>
          <Icon name="play" size={1.25} />
        </Link>
      )}
      <Link
        {...(plays ? page : target)}
        className={styles.words}
        tabIndex={plays ? 0 : -1}
        aria-hidden={!plays || undefined}
      >
        <span className={styles.title}>{title}</span>
        <span className={styles.subtitle}>{subtitle || "\u00a0"}</span>
      </Link>
    </article>
  );
}

function Marks({ item }: { item: ItemCard }) {
  const t = useT();
  const progress = progressOf(item);
  const unwatched = item.counts && item.kind !== "artist" && item.kind !== "photoAlbum" ? item.counts.unplayed : 0;
  const counted = ["series", "season", "collection"].includes(item.kind);
  return (
    <span aria-hidden="true">
      {item.missing && (
        <span className={styles.missing} title={t("card.missing")}>
          <Icon name="warning" size={1} />
        </span>
      )}
      {counted && unwatched > 0 && (
        <span className={styles.count} title={t("card.unwatched", { count: unwatched })}>
          {unwatched > 99 ? "99+" : unwatched}
        </span>
      )}
      {item.state.played && progress === 0 && (!counted || unwatched === 0) && item.kind !== "track" && (
        <span className={styles.done} title={t("card.watched")}>
          <Icon name="check" size={0.875} />
        </span>
      )}
      {progress > 0 && (
        <span className={styles.track}>
          <span className={styles.progress} style={{ "--part": progress } as CSSProperties} />
        </span>
      )}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

/** Keeps a card's place while it is on its way. */
export function CardGhost({ shape }: { shape: Shape }) {
  return (
    <div className={styles.card} data-shape={shape} aria-hidden="true">
      <span className={`${styles.art} ${styles.ghost}`} />
      <span className={styles.words}>
        <span className={styles.title}>{"\u00a0"}</span>
        <span className={styles.subtitle}>{"\u00a0"}</span>
      </span>
    </div>
  );
}
