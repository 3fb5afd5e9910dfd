/** From a library's kind and the address to what the server is asked. */

import type { LibraryKind } from "~/api/types";
import type { ItemsParams } from "~/shared/data/queries";
import type { MessageKey } from "~/shared/i18n";
import type { LibrarySearch } from "~/shared/routing/search";
import type { Shape } from "~/shared/ui/Card";

export interface View {
  name: string;
  label?: MessageKey;
  kinds: string | undefined;
  /** All levels, or the folder's own children. */
  deep: boolean;
  shape: Shape;
  /** Whether watched and unwatched mean anything here. */
  watched: boolean;
}

const VIEWS: Record<LibraryKind, readonly [View, ...View[]]> = {
  movies: [{ name: "movies", kinds: "movie", deep: true, shape: "poster", watched: true }],
  shows: [{ name: "shows", kinds: "series", deep: true, shape: "poster", watched: true }],
  music: [
    { name: "albums", label: "library.albums", kinds: "album", deep: true, shape: "square", watched: false },
    { name: "artists", label: "library.artists", kinds: "artist", deep: true, shape: "round", watched: false },
  ],
  photos: [{ name: "photos", kinds: undefined, deep: false, shape: "square", watched: false }],
  homeVideos: [{ name: "videos", kinds: undefined, deep: false, shape: "wide", watched: true }],
  musicVideos: [{ name: "videos", kinds: "musicVideo", deep: true, shape: "wide", watched: true }],
  books: [{ name: "books", kinds: "book,audioBook", deep: true, shape: "poster", watched: false }],
  mixed: [{ name: "all", kinds: "movie,series,video", deep: true, shape: "poster", watched: true }],
};

export const viewsOf = (kind: LibraryKind) => VIEWS[kind];

export const SORTS = ["title", "added", "released", "rating", "runtime", "lastPlayed", "random"] as const;
export type Sort = (typeof SORTS)[number];

/** What one expects of an order before choosing a direction: the newest, best and longest first. */
export const naturalOrder = (sort: Sort): "asc" | "desc" => (sort === "title" || sort === "random" ? "asc" : "desc");

export function paramsFor(id: string, view: View, search: LibrarySearch): ItemsParams {
  const sort = SORTS.find((known) => known === search.sort) ?? "title";
  return {
    parent: id,
    deep: view.deep,
    kinds: view.kinds,
    sort,
    order: search.order ?? naturalOrder(sort),
    genres: search.genre,
    years: search.year,
    ratings: search.rating,
    played: search.show === "played" ? true : search.show === "unplayed" ? false : undefined,
    favorite: search.show === "favorite" ? true : undefined,
  };
}
