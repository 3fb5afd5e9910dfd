/** Chapters: a click starts there. */

import { Link } from "@tanstack/react-router";
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
              <span className={styles.time}>{clock(chapter.start)}</span>
              <span className={styles.title}>{chapter.title || t("item.chapter", { number: place + 1 })}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
