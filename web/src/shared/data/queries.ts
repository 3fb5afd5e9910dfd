/** What screens ask the server, each with the key it is kept under. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { operations } from "~/api/schema";
import type { Kind } from "~/api/types";

export type ItemsParams = Omit<
  NonNullable<operations["list_items"]["parameters"]["query"]>,
  "start" | "limit" | "total"
>;

const MINUTE = 60_000;

export const queries = {
  setup: (code?: string) =>
    queryOptions({
      queryKey: ["setup", code ?? ""],
      queryFn: () => read(api.GET("/api/v1/setup", { params: { header: code ? { "x-setup-code": code } : {} } })),
    }),
  folderSuggestions: (code?: string) =>
    queryOptions({
      queryKey: ["folders", "suggestions", code ?? ""],
      queryFn: () =>
        read(api.GET("/api/v1/folders/suggestions", { params: { header: code ? { "x-setup-code": code } : {} } })),
      staleTime: MINUTE,
    }),
  folder: (path: string, code?: string) =>
    queryOptions({
      queryKey: ["folders", path, code ?? ""],
      queryFn: ({ signal }) =>
        read(
          api.GET("/api/v1/folders", {
            params: { query: { path }, header: code ? { "x-setup-code": code } : {} },
            signal,
          }),
        ),
      placeholderData: keepPreviousData,
    }),
  publicUsers: () => queryOptions({ queryKey: ["publicUsers"], queryFn: () => read(api.GET("/api/v1/users/public")) }),
  me: () => queryOptions({ queryKey: ["me"], queryFn: () => read(api.GET("/api/v1/me")), staleTime: 10 * MINUTE }),
  home: () => queryOptions({ queryKey: ["home"], queryFn: () => read(api.GET("/api/v1/home")) }),
  libraries: () =>
    queryOptions({ queryKey: ["libraries"], queryFn: () => read(api.GET("/api/v1/libraries")), staleTime: MINUTE }),
  item: (id: string) =>
    queryOptions({
      queryKey: ["item", id],
      queryFn: () => read(api.GET("/api/v1/items/{id}", { params: { path: { id } } })),
    }),
  similar: (id: string) =>
    queryOptions({
      queryKey: ["similar", id],
      queryFn: () => read(api.GET("/api/v1/items/{id}/similar", { params: { path: { id } } })),
      staleTime: 10 * MINUTE,
    }),
  extras: (id: string) =>
    queryOptions({
      queryKey: ["extras", id],
      queryFn: () => read(api.GET("/api/v1/items/{id}/extras", { params: { path: { id } } })),
    }),
  seasons: (id: string) =>
    queryOptions({
      queryKey: ["seasons", id],
      queryFn: () => read(api.GET("/api/v1/items/{id}/seasons", { params: { path: { id } } })),
    }),
  episodes: (series: string, season?: string) =>
    queryOptions({
      queryKey: ["episodes", series, season ?? ""],
      queryFn: () =>
        read(api.GET("/api/v1/items/{id}/episodes", { params: { path: { id: series }, query: { season } } })),
      placeholderData: keepPreviousData,
    }),
  neighbours: (id: string) =>
    queryOptions({
      queryKey: ["neighbours", id],
      queryFn: () => read(api.GET("/api/v1/items/{id}/neighbours", { params: { path: { id } } })),
    }),
  lyrics: (id: string) =>
    queryOptions({
      queryKey: ["lyrics", id],
      queryFn: () => read(api.GET("/api/v1/items/{id}/lyrics", { params: { path: { id } } })),
      staleTime: 10 * MINUTE,
    }),
  items: (params: ItemsParams, start: number, limit: number) =>
    queryOptions({
      queryKey: ["items", params, start, limit],
      queryFn: ({ signal }) =>
        read(api.GET("/api/v1/items", { params: { query: { ...params, start, limit } }, signal })),
      staleTime: MINUTE,
    }),
  children: (parent: string, kinds: Kind[], sort: ItemsParams["sort"] = "number") =>
    infiniteQueryOptions({
      queryKey: ["items", "children", parent, kinds, sort],
      queryFn: ({ pageParam }) =>
        read(
          api.GET("/api/v1/items", {
            params: {
              // With kinds, all levels are searched; without, a folder shows its own children.
              query: { parent, kinds: kinds.join(","), deep: kinds.length > 0, sort, start: pageParam, limit: 500 },
            },
          }),
        ),
      initialPageParam: 0,
      getNextPageParam: (last) => {
        const next = last.start + last.items.length;
        return last.items.length > 0 && next < (last.total ?? 0) ? next : undefined;
      },
    }),
  letters: (params: ItemsParams) =>
    queryOptions({
      queryKey: ["letters", params],
      queryFn: () => read(api.GET("/api/v1/items/letters", { params: { query: params } })),
      staleTime: MINUTE,
    }),
  filters: (parent: string, kinds: string) =>
    queryOptions({
      queryKey: ["filters", parent, kinds],
      queryFn: () => read(api.GET("/api/v1/items/filters", { params: { query: { parent, kinds } } })),
      staleTime: 10 * MINUTE,
    }),
  search: (q: string) =>
    queryOptions({
      queryKey: ["search", q],
      queryFn: ({ signal }) => read(api.GET("/api/v1/search", { params: { query: { q } }, signal })),
      placeholderData: keepPreviousData,
      staleTime: MINUTE,
    }),
  managedLibraries: () =>
    queryOptions({ queryKey: ["managedLibraries"], queryFn: () => read(api.GET("/api/v1/admin/libraries")) }),
  scans: () => queryOptions({ queryKey: ["scans"], queryFn: () => read(api.GET("/api/v1/admin/scans")) }),
  encoders: () => queryOptions({ queryKey: ["encoders"], queryFn: () => read(api.GET("/api/v1/admin/encoders")) }),
  renditions: () =>
    queryOptions({ queryKey: ["renditions"], queryFn: () => read(api.GET("/api/v1/admin/renditions")) }),
  renditionRules: () =>
    queryOptions({ queryKey: ["renditions", "rules"], queryFn: () => read(api.GET("/api/v1/admin/renditions/rules")) }),
  troubles: () => queryOptions({ queryKey: ["troubles"], queryFn: () => read(api.GET("/api/v1/admin/troubles")) }),
  users: () => queryOptions({ queryKey: ["users"], queryFn: () => read(api.GET("/api/v1/users")) }),
  devices: () => queryOptions({ queryKey: ["devices"], queryFn: () => read(api.GET("/api/v1/devices")) }),
};
