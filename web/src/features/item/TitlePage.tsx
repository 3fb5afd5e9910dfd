/** The page of a film, an episode, a video: what one plays. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Episode, ItemCard, ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useFormat, versionFacts } from "~/shared/format/useFormat";
import { useWords } from "~/shared/i18n";
import { Card } from "~/shared/ui/Card";
import { Row } from "~/shared/ui/Row";
import { About } from "./About";
import { Actions } from "./Actions";
import { Chapters } from "./Chapters";
import { FileFacts } from "./FileFacts";
import { PageHead } from "./PageHead";
import { People } from "./People";
import { Pickers, type Picks } from "./Pickers";
import styles from "./page.module.css";

export function TitlePage({ detail }: { detail: ItemDetail }) {
  const { t, number, date } = useWords();
  const format = useFormat();
  const { item } = detail;
  const [picks, setPicks] = useState<Picks>({});
  const version = detail.versions.find((one) => one.id === picks.source) ?? detail.versions[0];
  const episode = item.kind === "episode";
  const wide = item.kind !== "movie";
  // What is lower waits for what is above it: nothing that is read already is pushed away.
  const siblings = useQuery({
    ...queries.episodes(item.series?.id ?? "", item.season?.id),
    enabled: episode && item.series !== undefined,
  });
  const extras = useExtras(detail);
  const similar = useQuery(queries.similar(item.id));
  const runtime = item.runtime ?? version?.duration;
  const facts = [
    episode ? format.episode(item) : item.year && String(item.year),
    episode && item.released ? date(item.released) : undefined,
    runtime ? format.length(runtime) : undefined,
    item.rating,
    item.communityRating !== undefined && `★ ${number(item.communityRating, { maximumFractionDigits: 1 })}`,
    ...(version ? versionFacts(version) : []),
  ];
  return (
    <article>
      <PageHead
        detail={detail}
        facts={facts}
        shape={wide ? "wide" : "poster"}
        above={
          item.series && (
            <Link to="/item/$id" params={{ id: item.series.id }}>
              {item.series.title}
            </Link>
          )
        }
      >
        {item.missing && <p className={styles.warning}>{t("item.missing")}</p>}
        <MissingParts numbers={detail.missingParts} />
        <Actions detail={detail} target={item} picks={picks} />
        {version && <Pickers versions={detail.versions} version={version} picks={picks} onPick={setPicks} />}
      </PageHead>
      <About detail={detail} />
      <People people={detail.people} />
      <Chapters detail={detail} source={picks.source} />
      {episode && <MoreEpisodes episodes={siblings.data?.items ?? []} own={item.id} />}
      {!siblings.isLoading && <Extras extras={extras.data?.items ?? []} />}
      {!siblings.isLoading && !extras.isLoading && <Similar similar={similar.data?.items ?? []} />}
      {version && !siblings.isLoading && !extras.isLoading && !similar.isLoading && (
        <FileFacts version={version} detail={detail} />
      )}
    </article>
  );
}

function MissingParts({ numbers }: { numbers: readonly number[] }) {
  const { t } = useWords();
  if (numbers.length === 0) return null;
  return <p className={styles.warning}>{t("item.missingParts", { numbers: numbers.join(", ") })}</p>;
}

function MoreEpisodes({ episodes, own }: { episodes: readonly Episode[]; own: string }) {
  const { t } = useWords();
  if (episodes.length < 2) return null;
  return (
    <Row title={t("item.episodes", { count: episodes.length })} shape="wide">
      {episodes.map(({ item }) => (
        <li key={item.id} className={item.id === own ? styles.own : undefined}>
          <Card item={item} shape="wide" />
        </li>
      ))}
    </Row>
  );
}

export function useExtras(detail: ItemDetail) {
  const any = detail.extrasCount + detail.trailersCount > 0;
  return useQuery({ ...queries.extras(detail.item.id), enabled: any });
}

export function Extras({ extras }: { extras: readonly ItemCard[] }) {
  const { t } = useWords();
  if (extras.length === 0) return null;
  return (
    <Row title={t("item.extras")} shape="wide">
      {extras.map((extra) => (
        <li key={extra.id}>
          <Card item={extra} shape="wide" plays />
        </li>
      ))}
    </Row>
  );
}

export function Similar({ similar }: { similar: readonly ItemCard[] }) {
  const { t } = useWords();
  if (similar.length === 0) return null;
  return (
    <Row title={t("item.similar")} shape="poster">
      {similar.map((other) => (
        <li key={other.id}>
          <Card item={other} />
        </li>
      ))}
    </Row>
  );
}
