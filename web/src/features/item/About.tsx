/** What it is about, and who made it. */

import { Link } from "@tanstack/react-router";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { ItemDetail } from "~/api/types";
import { useT } from "~/shared/i18n";
import styles from "./About.module.css";

export function About({ detail }: { detail: ItemDetail }) {
  const t = useT();
  const of = (job: string) => detail.people.filter((person) => person.job === job);
  const directors = of("director");
  const writers = of("writer");
  const facts: [string, ReactNode][] = [];
  const people = (list: typeof directors) => (
    <Names names={list.slice(0, 4).map((person) => ({ id: person.id, title: person.name }))} />
  );
  if (directors.length > 0) facts.push([t("item.directors", { count: directors.length }), people(directors)]);
  if (writers.length > 0) facts.push([t("item.writers", { count: writers.length }), people(writers)]);
  if (detail.genres.length > 0) facts.push([t("item.genres"), <Names key="genres" names={detail.genres} />]);
  if (detail.studios.length > 0) facts.push([t("item.studios"), <Names key="studios" names={detail.studios} />]);
  if (detail.collection) facts.push([t("item.collection"), detail.collection]);
  if (!detail.overview && !detail.tagline && facts.length === 0) return null;
  return (
    <section className={styles.about} aria-label={t("item.overview")}>
      <div className={styles.text}>
        {detail.tagline && <p className={styles.tagline}>{detail.tagline}</p>}
        {detail.overview && <Overview text={detail.overview} />}
      </div>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Names({ names }: { names: readonly { id: string; title: string }[] }) {
  return (
    <>
      {names.map((name, place) => (
        <span key={name.id}>
          {place > 0 && ", "}
          <Link to="/item/$id" params={{ id: name.id }} className={styles.name}>
            {name.title}
          </Link>
        </span>
      ))}
    </>
  );
}

/** Long texts fold; what fits has no button. */
export function Overview({ text }: { text: string }) {
  const t = useT();
  const element = useRef<HTMLParagraphElement>(null);
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    const paragraph = element.current;
    if (paragraph) setLong(paragraph.scrollHeight > paragraph.clientHeight + 4);
  }, []);
  return (
    <div>
      <p ref={element} className={styles.overview} data-open={open || undefined}>
        {text}
      </p>
      {long && (
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "common.less" : "common.more")}
        </button>
      )}
    </div>
  );
}
