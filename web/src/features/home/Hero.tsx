/** The top of the home screen: the one thing most likely wanted, on its own picture. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { addressOf } from "~/api/client";
import type { ItemCard } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { clock } from "~/shared/format/time";
import { useFormat, versionFacts } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Picture, widthFor } from "~/shared/images/Picture";
import { Facts } from "~/shared/ui/Facts";
import { Icon } from "~/shared/ui/Icon";
import styles from "./Hero.module.css";

export function Hero({ item }: { item: ItemCard }) {
  const t = useT();
  const format = useFormat();
  const detail = useQuery(queries.item(item.id)).data;
  const episode = item.kind === "episode";
  const target = item.kind === "series" ? detail?.upNext : item;
  const title = episode ? (item.series?.title ?? item.title) : item.title;
  const facts = [
    episode ? format.episode(item) : item.year && String(item.year),
    episode ? item.title : undefined,
    item.runtime ? format.length(item.runtime) : undefined,
    item.rating,
    ...(detail?.versions[0] ? versionFacts(detail.versions[0]) : []),
  ];
  const play = target?.state.position ? t("item.resume", { time: clock(target.state.position) }) : t("item.play");
  return (
    <section className={styles.hero} aria-label={title}>
      <div className={styles.picture}>
        <Picture image={item.art.backdrop} title={title} width={innerWidth} decorative eager />
      </div>
      <div className={styles.words}>
        {item.art.logo ? (
          <img className={styles.logo} src={`${addressOf(item.art.logo.url)}&width=${widthFor(640)}`} alt={title} />
        ) : (
          <h2 className={styles.title}>{title}</h2>
        )}
        <Facts facts={facts} />
        <p className={styles.overview}>{detail?.overview ?? "\u00a0"}</p>
        <div className={styles.actions}>
          <Link to="/play/$id" params={{ id: target?.id ?? item.id }} className={styles.play} data-first-focus>
            <Icon name="play" size={1.25} />
            {play}
          </Link>
          <Link to="/item/$id" params={{ id: item.id }} className={styles.more}>
            <Icon name="info" size={1.25} />
            {t("common.more")}
          </Link>
        </div>
      </div>
    </section>
  );
}

export function HeroGhost() {
  return <div className={styles.hero} aria-hidden="true" />;
}
