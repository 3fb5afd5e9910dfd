/** What the mock answers. */

import type { ItemCard, ItemDetail } from "../src/api/types";
import { landscape, portrait } from "./art.ts";
import * as data from "./data.ts";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown> | undefined;
}

interface Answer {
  status?: number;
  type?: string;
  body?: unknown;
}

const now = new Date().toISOString();
let setUp = process.env.MOCK_SETUP === undefined;

const user = {
  id: "1".padStart(32, "0"),
  name: "Matilda",
  hasPassword: true,
  policy: {
    administrator: true,
    disabled: false,
    hidden: false,
    libraries: null,
    maxAge: null,
    play: true,
    transcode: true,
    download: true,
    remoteAccess: true,
  },
  preferences: { audioLanguage: null, subtitleLanguage: null, subtitleMode: "default", autoPlayNext: true },
  created: now,
  lastActivity: now,
};
const server = { id: "2".padStart(32, "0"), name: "Walros", version: "0.1.0", setUp: true };

const page = (items: ItemCard[], query?: URLSearchParams): Answer => {
  const start = Number(query?.get("start") ?? 0);
  const limit = Number(query?.get("limit") ?? 100);
  return { body: { items: items.slice(start, start + limit), start, total: items.length } };
};

export function answer(asked: Asked): Answer | undefined {
  const { method, path } = asked;
  const parts = path.split("/").filter(Boolean);
  if (parts[0] === "items" && parts[1] && parts[1].length === 32) return ofItem(asked, parts[1], parts[2], parts[3]);
  switch (`${method} ${path}`) {
    case "GET /setup":
      return {
        body: {
          setUp,
          codeNeeded: !setUp,
          codeRight: !setUp && asked.query.get("x") === null,
          serverName: "Walros",
          libraries: 0,
        },
      };
    case "POST /setup":
    case "POST /login":
      setUp = true;
      return { body: { token: "mock", user } };
    case "POST /logout":
    case "POST /progress":
      return { status: 204 };
    case "GET /users/public":
      return {
        body: [
          { name: "Matilda", hasPassword: true },
          { name: "Jonas", hasPassword: false },
          { name: "Kids", hasPassword: true },
        ],
      };
    case "GET /me":
      return { body: { user, server } };
    case "GET /users":
      return {
        body: [
          user,
          {
            ...user,
            id: "3".padStart(32, "0"),
            name: "Jonas",
            policy: { ...user.policy, administrator: false },
            hasPassword: false,
          },
        ],
      };
    case "GET /devices":
      return {
        body: [
          {
            id: "a",
            name: "Chrome on Linux",
            app: "Walros Web",
            appVersion: "0.1.0",
            userId: user.id,
            created: now,
            lastSeen: now,
            current: true,
          },
          {
            id: "b",
            name: "Living room",
            app: "Jellyfin Android TV",
            appVersion: "0.18",
            userId: user.id,
            created: now,
            lastSeen: "2026-10-01T10:00:00Z",
            current: false,
          },
        ],
      };
    case "GET /folders/suggestions":
      return {
        body: ["/media/films", "/media/series", "/media/music"].map((where, place) =>
          folder(where, (["movies", "shows", "music"] as const)[place]),
        ),
      };
    case "GET /folders":
      return {
        body: asked.query.get("path")?.startsWith("/root")
          ? {
              path: "/root",
              readable: false,
              trouble: "the server may not read this folder: give its user the right to",
              mediaFiles: 0,
              more: false,
              folders: [],
            }
          : folder(asked.query.get("path") ?? "", "movies"),
      };
    case "GET /libraries":
      return { body: data.libraries };
    case "GET /admin/libraries":
      return {
        body: data.libraries.map((one, place) => ({
          id: one.id,
          kind: one.kind,
          title: one.title,
          folders: [
            {
              path: `/srv/${one.title.toLowerCase()}`,
              files: 1200 + place,
              online: place !== 2,
              trouble: place === 2 ? "the disk is not mounted" : undefined,
            },
          ],
        })),
      };
    case "GET /admin/scans":
      return {
        body: data.libraries.map((one, place) => ({
          libraryId: one.id,
          libraryTitle: one.title,
          phase: (["done", "done", "offline", "done"] as const)[place],
          found: 900,
          done: 900,
          rate: 0,
          added: 12 * place,
          updated: 1,
          missing: 0,
        })),
      };
    case "GET /admin/encoders":
      return { body: data.encoders };
    case "POST /admin/encoders/trial":
      return { status: 202 };
    case "GET /admin/troubles":
      return {
        body: [
          {
            libraryId: data.libraries[0]?.id,
            path: "/srv/movies/Torn (2000).mkv",
            text: "the file ends in the middle: it plays up to there",
          },
        ],
      };
    case "GET /home":
      return home();
    case "GET /items":
      return items(asked.query);
    case "GET /items/letters":
      return letters(asked.query);
    case "GET /items/filters":
      return {
        body: { genres: data.genres, tags: [], ratings: ["PG", "PG-13", "R"], years: [1999, 2004, 2015, 2020] },
      };
    case "GET /search":
      return search((asked.query.get("q") ?? "").toLowerCase());
    default:
      return method === "GET" ? undefined : { status: 204 };
  }
}

const folder = (path: string, kind: "movies" | "shows" | "music" | undefined) => ({
  path,
  readable: true,
  kind,
  mediaFiles: 1284,
  more: false,
  folders: ["Films", "Series", "Kids"],
});

function home(): Answer {
  const episodes = [...data.episodesOf.values()].flat();
  const begun = [
    ...data.movies.filter((movie) => movie.state.position > 0).slice(0, 4),
    ...episodes.filter((episode) => episode.state.position > 0).slice(0, 4),
  ];
  const rows = [data.movies, data.series, data.albums, data.photoAlbums];
  return {
    body: {
      continueWatching: begun,
      nextUp: episodes
        .filter((episode) => !episode.state.played && episode.state.position === 0)
        .filter((_, place) => place % 7 === 0)
        .slice(0, 12),
      libraries: data.libraries,
      latest: data.libraries.map((library, place) => ({
        libraryId: library.id,
        items: rows[place]?.slice(0, 20) ?? [],
      })),
    },
  };
}

function select(query: URLSearchParams): ItemCard[] {
  const kinds = query.get("kinds")?.split(",").filter(Boolean) ?? [];
  const parent = query.get("parent") ?? "";
  const children = data.tracksOf.get(parent) ?? data.photosOf.get(parent);
  if (children) return children;
  if (parent === data.libraries[3]?.id) return data.photoAlbums;
  let list = data.everything().filter((item) => kinds.includes(item.kind));
  const artist = query.get("artist");
  if (artist) list = list.filter((item) => item.artists.some((one) => one.id === artist));
  const played = query.get("played");
  if (played) list = list.filter((item) => item.state.played === (played === "true"));
  const key = (item: ItemCard) =>
    query.get("sort") === "title"
      ? item.sortTitle
      : query.get("sort") === "rating"
        ? String(item.communityRating)
        : item.added;
  list.sort((a, b) => key(a).localeCompare(key(b)));
  return query.get("order") === "desc" ? list.reverse() : list;
}

const items = (query: URLSearchParams) => page(select(query), query);

function letters(query: URLSearchParams): Answer {
  const starts = new Map<string, number>();
  select(query).forEach((item, place) => {
    const letter = (item.sortTitle[0] ?? "#").toUpperCase();
    if (!starts.has(letter)) starts.set(letter, place);
  });
  return { body: [...starts].map(([letter, start]) => ({ letter, start })) };
}

function search(text: string): Answer {
  const kinds = ["movie", "series", "episode", "album", "artist", "track", "person"] as const;
  const groups = kinds.map((kind) => ({
    kind,
    items: data
      .everything()
      .filter((item) => item.kind === kind && item.title.toLowerCase().includes(text))
      .slice(0, 12),
  }));
  return { body: { groups: groups.filter((group) => group.items.length > 0) } };
}

function ofItem(asked: Asked, id: string, what: string | undefined, kind: string | undefined): Answer | undefined {
  if (what === "images") return { type: "image/svg+xml", body: picture(Number.parseInt(id, 16), kind ?? "") };
  const item = data.find(id);
  if (!item) return undefined;
  switch (what) {
    case undefined:
      return { body: detail(item) };
    case "similar":
      return page(data.movies.slice(20, 34));
    case "extras":
      return page(
        data.movies
          .slice(3, 6)
          .map((one) => ({ ...one, kind: "trailer", extra: "trailer", title: "Official trailer" })),
      );
    case "seasons":
      return page(data.seasonsOf.get(id) ?? []);
    case "episodes":
      return {
        body: {
          items: (data.episodesOf.get(asked.query.get("season") ?? "") ?? []).map((one) => ({
            item: one,
            overview:
              "A letter arrives that nobody has written. While the harbour freezes over, Marta finds the second key, and with it a room that is on no plan of the house.",
          })),
        },
      };
    case "neighbours":
      return { body: {} };
    case "lyrics":
      return {
        body: ["The tide is out", "and nobody calls", "", "We left the lamp", "burning in the hall"].map(
          (text, place) => ({ text, start: place * 4 }),
        ),
      };
    case "played":
    case "favorite": {
      const on = asked.method === "PUT";
      item.state = { ...item.state, [what]: on };
      return { body: { id, state: item.state } };
    }
    default:
      return undefined;
  }
}

function picture(seed: number, kind: string): string {
  const item = data.find(seed.toString(16).padStart(32, "0"));
  if (item?.kind === "person" || item?.kind === "artist") return portrait(seed);
  if (kind === "poster") return landscape(seed, 600, 900, item?.title.split(":")[0]);
  if (kind === "square") return landscape(seed, 600, 600);
  return landscape(seed, 1280, 720);
}

function detail(item: ItemCard): ItemDetail {
  const seed = Number.parseInt(item.id, 16);
  const watchable = ["movie", "episode", "series", "season"].includes(item.kind);
  const seasons = data.seasonsOf.get(item.id);
  const upNext = seasons && data.episodesOf.get(seasons[0]?.id ?? "")?.[2];
  return {
    item,
    overview: watchable
      ? "At the edge of a frozen sea, a retired cartographer is asked to draw one last map: of a coast that moves. What begins as a favour to an old friend becomes a winter-long search through lighthouses, ledgers and half-remembered songs, and through the one summer that nobody in the village speaks of."
      : undefined,
    tagline: item.kind === "movie" ? "Some coasts do not want to be found." : undefined,
    genres: watchable ? data.genres.slice(seed % 3, (seed % 3) + 2) : [],
    studios: watchable ? [{ id: "8".padStart(32, "0"), title: "Fathom Pictures" }] : [],
    tags: [],
    countries: ["Norway"],
    people: watchable ? data.credits(seed) : [],
    providerIds: {},
    versions: ["movie", "episode"].includes(item.kind) ? data.versions(item) : [],
    chapters:
      item.kind === "movie"
        ? ["Ice", "The Ledger", "A Room on No Plan", "Thaw"].map((title, place) => ({ start: place * 1300, title }))
        : [],
    parts: [],
    missingParts: [],
    extrasCount: item.kind === "movie" ? 2 : 0,
    trailersCount: item.kind === "movie" ? 1 : 0,
    status: item.kind === "series" ? "ended" : undefined,
    ended: item.kind === "series" ? "2024-05-01" : undefined,
    upNext,
  };
}
