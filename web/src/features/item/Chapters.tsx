/** Chapters: a click starts there. */

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { addressOf } from "~/api/client";
import type { ItemDetail } from "~/api/types";
import { clock } from "~/shared/format/time";
import { useT } from "~/shared/i18n";
import styles from "./Chapters.module.css";
import page from "./page.module.css";

export function Chapters({ detail, source }: { detail: ItemDetail; source: string | undefined }) {
  const t = useT();
  if (detail.chapters.length < 2) return null;
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{t("item.chapters")}</h2>
      <ol className={styles.list}>
        {detail.chapters.map((chapter, place) => (
          <li key={chapter.start}>
            <Link
              to="/play/$id"
              params={{ id: detail.item.id }}
              search={{ source, t: chapter.start }}
              className={styles.chapter}
            >
              {chapter.picture && <ChapterPicture url={addressOf(chapter.picture)} />}
              <span className={styles.time}>{clock(chapter.start)}</span>
              <span className={styles.title}>{chapter.title || t("item.chapter", { number: place + 1 })}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Gone where the film cannot be decoded. The title beside it says what it shows. */
function ChapterPicture({ url }: { url: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) return null;
  const at = (width: number) => `${url}&width=${width}`;
  return (
    <img
      className={styles.picture}
      src={at(160)}
      srcSet={`${at(160)} 1x, ${at(320)} 2x`}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setFailed(true)}
    />
  );
}
