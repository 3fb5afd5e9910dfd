/** What a library is sorted and filtered by. All of it stands in the address. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { LibraryCard } from "~/api/types";
import { type ItemsParams, queries } from "~/shared/data/queries";
import { type MessageKey, useT } from "~/shared/i18n";
import type { LibrarySearch } from "~/shared/routing/search";
import { Button, IconButton } from "~/shared/ui/Button";
import { Picker } from "~/shared/ui/Menu";
import { naturalOrder, SORTS, type Sort, type View, viewsOf } from "./params";
import styles from "./Toolbar.module.css";

const route = getRouteApi("/signed/shell/library/$id");
const ALL = "*";

export function Toolbar({ library, view, params }: { library: LibraryCard; view: View; params: ItemsParams }) {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = useQuery(queries.filters(library.id, view.kinds ?? ""));
  const set = (change: Partial<LibrarySearch>) =>
    navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: true });
  const views = viewsOf(library.kind);
  const sort = (params.sort ?? "title") as Sort;
  const order = params.order ?? "asc";
  const filtered = search.genre || search.year || search.rating || search.show;
  const genres = filters.data?.genres ?? [];
  const years = filters.data?.years ?? [];
  const ratings = filters.data?.ratings ?? [];
  return (
    <div className={styles.bar} data-row>
      {views.length > 1 && (
        <Picker
          label={t("library.view")}
          value={view.name}
          choices={views.map((one) => ({ value: one.name, label: one.label ? t(one.label) : one.name }))}
          onChoose={(next) => set({ view: next, genre: undefined, year: undefined })}
        />
      )}
      {view.watched && (
        <Picker
          label={t("library.filter.state")}
          value={search.show ?? ALL}
          choices={[
            { value: ALL, label: t("common.all") },
            { value: "unplayed", label: t("library.filter.unplayed") },
            { value: "played", label: t("library.filter.played") },
            { value: "favorite", label: t("library.filter.favorite") },
          ]}
          onChoose={(next) => set({ show: next === ALL ? undefined : (next as LibrarySearch["show"]) })}
        />
      )}
      {genres.length > 1 && (
        <Picker
          label={t("library.filter.genre")}
          text={search.genre ?? t("library.filter.genre")}
          value={search.genre ?? ALL}
          choices={[
            { value: ALL, label: t("common.all") },
            ...genres.map((genre) => ({ value: genre.title, label: genre.title })),
          ]}
          onChoose={(next) => set({ genre: next === ALL ? undefined : next })}
        />
      )}
      {years.length > 1 && (
        <Picker
          label={t("library.filter.year")}
          text={search.year ?? t("library.filter.year")}
          value={search.year ?? ALL}
          choices={[
            { value: ALL, label: t("common.all") },
            ...[...years].sort((a, b) => b - a).map((year) => ({ value: String(year), label: String(year) })),
          ]}
          onChoose={(next) => set({ year: next === ALL ? undefined : next })}
        />
      )}
      {ratings.length > 1 && (
        <Picker
          label={t("library.filter.rating")}
          text={search.rating ?? t("library.filter.rating")}
          value={search.rating ?? ALL}
          choices={[
            { value: ALL, label: t("common.all") },
            ...ratings.map((rating) => ({ value: rating, label: rating })),
          ]}
          onChoose={(next) => set({ rating: next === ALL ? undefined : next })}
        />
      )}
      {filtered && (
        <Button
          look="plain"
          icon="close"
          onClick={() => set({ genre: undefined, year: undefined, rating: undefined, show: undefined })}
        >
          {t("library.filter.clear")}
        </Button>
      )}
      <Picker
        label={t("library.sort")}
        icon="sort"
        value={sort}
        align="end"
        choices={SORTS.map((one) => ({ value: one, label: t(`library.sort.${one}` as MessageKey) }))}
        onChoose={(next) => set({ sort: next === "title" ? undefined : next, order: undefined })}
      />
      {sort !== "random" && (
        <IconButton
          icon={order === "asc" ? "up" : "down"}
          label={t(order === "asc" ? "library.order.asc" : "library.order.desc")}
          size={1.125}
          className={styles.order}
          onClick={() => {
            const next = order === "asc" ? "desc" : "asc";
            set({ order: next === naturalOrder(sort) ? undefined : next });
          }}
        />
      )}
    </div>
  );
}
