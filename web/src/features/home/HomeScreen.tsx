/** Home: what to go on with, what comes next, what is new. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ItemCard, LibraryCard } from "~/api/types";
import { isRunning } from "~/shared/data/events";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Card, CardGhost, shapeOf } from "~/shared/ui/Card";
import { Icon } from "~/shared/ui/Icon";
import { Row } from "~/shared/ui/Row";
import { ErrorState, StateScreen } from "~/shared/ui/State";
import { Hero, HeroGhost } from "./Hero";
import styles from "./HomeScreen.module.css";
import { LibraryTiles } from "./LibraryTiles";

export function HomeScreen() {
  const t = useT();
  const home = useQuery(queries.home());
  if (home.isError) return <ErrorState error={home.error} retry={() => home.refetch()} />;
  if (!home.data) return <HomeGhost />;
  const { continueWatching, nextUp, latest, libraries } = home.data;
  const rows = latest.flatMap((row) => {
    const library = libraries.find((one) => one.id === row.libraryId);
    return library ? [{ library, items: row.items }] : [];
  });
  if (rows.length === 0 && continueWatching.length === 0) return <EmptyHome libraries={libraries} />;
  const star = starOf(
    continueWatching,
    nextUp,
    rows.flatMap((row) => row.items),
  );
  return (
    <div className={styles.home}>
      <h1 className="visually-hidden">{t("nav.home")}</h1>
      {star ? <Hero item={star} /> : <div className={styles.top} />}
      {continueWatching.length > 0 && (
        <Row title={t("home.continue")} shape="wide">
          {continueWatching.map((item) => (
            <li key={item.id}>
              <Card item={item} shape="wide" plays eager />
            </li>
          ))}
        </Row>
      )}
      {nextUp.length > 0 && (
        <Row title={t("home.nextUp")} shape="wide">
          {nextUp.map((item) => (
            <li key={item.id}>
              <Card item={item} shape="wide" plays />
            </li>
          ))}
        </Row>
      )}
      {rows.map(({ library, items }) => (
        <LatestRow key={library.id} library={library} items={items} />
      ))}
      <LibraryTiles libraries={libraries} />
    </div>
  );
}

/** What the top of the page shows: what one is in the middle of, else the newest thing with a picture wide enough. */
function starOf(
  begun: readonly ItemCard[],
  next: readonly ItemCard[],
  latest: readonly ItemCard[],
): ItemCard | undefined {
  const pictured = (item: ItemCard) => item.art.backdrop !== undefined;
  const shown = latest.filter((item) => ["movie", "series"].includes(item.kind));
  return begun.find(pictured) ?? next.find(pictured) ?? shown.find(pictured);
}

function LatestRow({ library, items }: { library: LibraryCard; items: readonly ItemCard[] }) {
  const t = useT();
  const first = items[0];
  if (!first) return null;
  const shape = shapeOf(first);
  return (
    <Row
      shape={shape}
      title={
        <Link to="/library/$id" params={{ id: library.id }}>
          {t("home.latest", { library: library.title })}
          <Icon name="right" size={1.125} />
        </Link>
      }
    >
      {items.map((item) => (
        <li key={item.id}>
          <Card item={item} shape={shape} />
        </li>
      ))}
    </Row>
  );
}

function EmptyHome({ libraries }: { libraries: readonly LibraryCard[] }) {
  const t = useT();
  const me = useQuery(queries.me());
  const administrator = me.data?.user.policy.administrator ?? false;
  const scans = useQuery({ ...queries.scans(), enabled: administrator });
  const scanning = scans.data?.some(isRunning) ?? false;
  const text = scanning ? "home.empty.scanning" : administrator ? "home.empty.admin" : "home.empty.user";
  return (
    <>
      <StateScreen icon="film" title={t("home.empty.title")} text={t(text)}>
        {administrator && !scanning && (
          <Link to="/settings/{-$tab}" params={{ tab: "libraries" }} className={styles.add} data-first-focus>
            <Icon name="plus" size={1.25} />
            {t("home.addLibrary")}
          </Link>
        )}
      </StateScreen>
      {libraries.length > 0 && <LibraryTiles libraries={libraries} />}
    </>
  );
}

function HomeGhost() {
  const t = useT();
  return (
    <div className={styles.home} aria-busy="true">
      <h1 className="visually-hidden">{t("common.loading")}</h1>
      <HeroGhost />
      {(["wide", "poster"] as const).map((shape) => (
        <Row key={shape} shape={shape} label={t("common.loading")} title={"\u00a0"}>
          {[1, 2, 3, 4, 5, 6, 7, 8].map((place) => (
            <li key={place}>
              <CardGhost shape={shape} />
            </li>
          ))}
        </Row>
      ))}
    </div>
  );
}
