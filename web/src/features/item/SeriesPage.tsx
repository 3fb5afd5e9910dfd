/** The page of a series, or of one of its seasons. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ItemCard, ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT, useWords } from "~/shared/i18n";
import { Picker } from "~/shared/ui/Menu";
import { About } from "./About";
import { Actions } from "./Actions";
import { EpisodeList } from "./EpisodeList";
import { PageHead } from "./PageHead";
import { People } from "./People";
import styles from "./SeriesPage.module.css";
import { Extras, Similar, useExtras } from "./TitlePage";

export function SeriesPage({ detail }: { detail: ItemDetail }) {
  const { t, number } = useWords();
  const { item } = detail;
  const season = item.kind === "season";
  const asked = useQuery({ ...queries.seasons(item.id), enabled: !season });
  const seasons = asked.data?.items ?? [];
  const current = useCurrentSeason(detail, seasons);
  const extras = useExtras(detail);
  const similar = useQuery({ ...queries.similar(item.id), enabled: !season });
  // What is lower waits for what is above it: nothing that is read already is pushed away.
  const episodes = useQuery({
    ...queries.episodes(item.series?.id ?? item.id, current),
    enabled: current !== undefined,
  });
  const listed = !asked.isLoading && (current === undefined || !episodes.isLoading);
  const years = [item.year, detail.status === "ended" && detail.ended ? Number(detail.ended.slice(0, 4)) : undefined];
  const span = years.filter((year, place) => year && years.indexOf(year) === place).join("–");
  const regular = seasons.filter((one) => one.number !== 0).length;
  const facts = [
    span,
    !season && regularCount(detail, regular) > 0 && t("item.seasonCount", { count: regularCount(detail, regular) }),
    item.counts && t("item.episodes", { count: item.counts.leaves }),
    item.rating,
    detail.status && t(`status.${detail.status}`),
    item.communityRating !== undefined && `★ ${number(item.communityRating, { maximumFractionDigits: 1 })}`,
  ];
  return (
    <article>
      <PageHead
        detail={detail}
        facts={facts}
        above={
          season &&
          item.series && (
            <Link to="/item/$id" params={{ id: item.series.id }}>
              {item.series.title}
            </Link>
          )
        }
      >
        <Actions detail={detail} target={detail.upNext} />
      </PageHead>
      <About detail={detail} />
      {season ? (
        <EpisodeList series={item.series?.id ?? item.id} season={item.id} />
      ) : (
        current && <Seasons detail={detail} seasons={seasons} current={current} />
      )}
      {listed && (
        <>
          <People people={detail.people} />
          <Extras extras={extras.data?.items ?? []} />
          {!extras.isLoading && <Similar similar={similar.data?.items ?? []} />}
        </>
      )}
    </article>
  );
}

const route = getRouteApi("/signed/shell/item/$id");

/** Above this many, tabs become a menu. */
const TABS = 6;

/** The season that is shown: the one asked for, the one to go on with, the first. */
function useCurrentSeason(detail: ItemDetail, seasons: readonly ItemCard[]): string | undefined {
  const { season: asked } = route.useSearch();
  if (detail.item.kind === "season") return detail.item.id;
  const current =
    seasons.find((one) => one.id === asked) ??
    seasons.find((one) => one.id === detail.upNext?.season?.id) ??
    seasons.find((one) => one.number !== 0) ??
    seasons[0];
  return current?.id;
}

/** Until the seasons are there, the series knows how many it has; specials may be among them. */
const regularCount = (detail: ItemDetail, known: number) => known || (detail.item.counts?.children ?? 0);

function Seasons({ detail, seasons, current }: { detail: ItemDetail; seasons: readonly ItemCard[]; current: string }) {
  const t = useT();
  const navigate = route.useNavigate();
  const choose = (id: string) => navigate({ search: { season: id }, replace: true, resetScroll: false });
  return (
    <section className={styles.seasons} aria-label={t("item.seasons")}>
      {seasons.length > TABS ? (
        <div className={styles.bar}>
          <Picker
            label={t("item.seasons")}
            value={current}
            choices={seasons.map((one) => ({ value: one.id, label: one.title }))}
            onChoose={choose}
          />
        </div>
      ) : (
        seasons.length > 1 && (
          <div className={styles.bar} data-row>
            {seasons.map((one) => (
              <button
                key={one.id}
                type="button"
                className={styles.tab}
                aria-pressed={one.id === current}
                data-focus-key={`season-${one.id}`}
                onClick={() => choose(one.id)}
              >
                {one.title}
              </button>
            ))}
          </div>
        )
      )}
      <EpisodeList series={detail.item.id} season={current} />
    </section>
  );
}
