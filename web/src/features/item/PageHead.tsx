/** The head of a page: backdrop, poster, title, facts, and whatever one does there. */

import type { ReactNode } from "react";
import { addressOf } from "~/api/client";
import type { ItemDetail } from "~/api/types";
import { Picture, widthFor } from "~/shared/images/Picture";
import { Facts } from "~/shared/ui/Facts";
import styles from "./PageHead.module.css";

interface Props {
  detail: ItemDetail;
  /** Above the title: the series of an episode, the artist of an album. */
  above?: ReactNode;
  title?: string;
  facts: readonly (string | false | 0 | undefined)[];
  shape?: "poster" | "square" | "round" | "wide";
  children?: ReactNode;
}

export function PageHead({ detail, above, title = detail.item.title, facts, shape = "poster", children }: Props) {
  const { art } = detail.item;
  const image = shape === "wide" ? (art.wide ?? art.poster) : (art.poster ?? art.wide);
  return (
    <header className={styles.head} data-backdrop={art.backdrop ? "" : undefined}>
      <Backdrop detail={detail} />
      <div className={styles.inner}>
        <div className={styles.poster} data-shape={shape}>
          <Picture image={image} title={title} width={shape === "wide" ? 480 : 320} decorative eager />
        </div>
        <div className={styles.words}>
          {above && <p className={styles.above}>{above}</p>}
          {art.logo && detail.item.kind !== "episode" ? (
            <h1>
              <img className={styles.logo} src={`${addressOf(art.logo.url)}&width=${widthFor(800)}`} alt={title} />
            </h1>
          ) : (
            <h1 className={styles.title} data-long={title.length > 32 || undefined}>
              {title}
            </h1>
          )}
          {detail.originalTitle && detail.originalTitle !== title && (
            <p className={styles.original}>{detail.originalTitle}</p>
          )}
          <Facts facts={facts} />
          {children}
        </div>
      </div>
    </header>
  );
}

function Backdrop({ detail }: { detail: ItemDetail }) {
  const { art } = detail.item;
  if (art.backdrop) {
    return (
      <div className={styles.backdrop} aria-hidden="true">
        <Picture image={art.backdrop} title="" width={innerWidth} decorative eager />
      </div>
    );
  }
  // Without one, the poster's own colours: large, blurred and quiet.
  return (
    <div className={`${styles.backdrop} ${styles.colours}`} aria-hidden="true">
      <Picture image={art.poster ?? art.wide} title={detail.item.title} mark=" " width={160} decorative eager />
    </div>
  );
}
