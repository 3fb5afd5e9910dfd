/** A library: everything in it, sorted, filtered, with letters to jump to. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { LibraryKind } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Icon } from "~/shared/ui/Icon";
import { ErrorState } from "~/shared/ui/State";
import { Letters } from "./Letters";
import styles from "./LibraryScreen.module.css";
import { paramsFor, viewsOf } from "./params";
import { Toolbar } from "./Toolbar";
import { VirtualGrid } from "./VirtualGrid";

const route = getRouteApi("/signed/shell/library/$id");

export function LibraryScreen() {
  const t = useT();
  const { id } = route.useParams();
  const search = route.useSearch();
  const libraries = useQuery(queries.libraries());
  const library = libraries.data?.find((one) => one.id === id);
  if (libraries.isError) return <ErrorState error={libraries.error} retry={() => libraries.refetch()} />;
  const kind: LibraryKind = library?.kind ?? "mixed";
  const view = viewsOf(kind).find((one) => one.name === search.view) ?? viewsOf(kind)[0];
  const params = paramsFor(id, view, search);
  const byTitle = params.sort === "title" && params.order !== "desc";
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1 className={styles.title}>{library?.title ?? "\u00a0"}</h1>
        {library && <Toolbar library={library} view={view} params={params} />}
      </header>
      {library?.offline && (
        <p className={styles.offline} role="status">
          <Icon name="warning" size={1.125} />
          {t("library.offline")}
        </p>
      )}
      {library && <VirtualGrid key={`${id}-${view.name}`} params={params} shape={view.shape} />}
      {library && byTitle && <Letters params={params} />}
    </div>
  );
}
