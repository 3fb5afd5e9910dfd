/** Every address of the client. They stand after the `#`: then any folder may serve the page, under any path. */

import type { QueryClient } from "@tanstack/react-query";
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "~/api/client";
import { queries } from "~/shared/data/queries";
import { maybeSignedIn, signedOut } from "~/shared/data/session";
import type { LibrarySearch, PlaySearch } from "~/shared/routing/search";
import { Waiting } from "~/shared/ui/State";
import { Root, RouteError, RouteMissing } from "./Root";
import { Shell } from "./Shell";
import { Signed } from "./Signed";

interface Context {
  client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Root });

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const number = (value: unknown) => (Number.isFinite(Number(value)) && value !== "" ? Number(value) : undefined);

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  beforeLoad: async ({ context }) => {
    const status = await context.client.fetchQuery({ ...queries.setup(), staleTime: 0 });
    if (status.setUp) throw redirect({ to: "/login" });
  },
  component: lazyRouteComponent(() => import("~/features/setup/SetupScreen"), "SetupScreen"),
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  beforeLoad: async ({ context }) => {
    const status = await context.client.fetchQuery({ ...queries.setup(), staleTime: 5000 });
    if (!status.setUp) throw redirect({ to: "/setup" });
  },
  component: lazyRouteComponent(() => import("~/features/login/LoginScreen"), "LoginScreen"),
});

/** Everything for which one is signed in. */
const signed = createRoute({
  getParentRoute: () => root,
  id: "signed",
  beforeLoad: async ({ context }) => {
    if (!maybeSignedIn()) throw redirect({ to: "/login" });
    try {
      await context.client.ensureQueryData(queries.me());
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      signedOut(context.client);
      throw redirect({ to: "/login" });
    }
  },
  component: Signed,
});

const shell = createRoute({ getParentRoute: () => signed, id: "shell", component: Shell });

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  loader: ({ context }) => {
    void context.client.prefetchQuery(queries.home());
  },
  component: lazyRouteComponent(() => import("~/features/home/HomeScreen"), "HomeScreen"),
});

const library = createRoute({
  getParentRoute: () => shell,
  path: "/library/$id",
  validateSearch: (search: Record<string, unknown>): LibrarySearch => ({
    sort: text(search.sort),
    order: search.order === "desc" || search.order === "asc" ? search.order : undefined,
    genre: text(search.genre),
    year: text(search.year === undefined ? undefined : String(search.year)),
    rating: text(search.rating === undefined ? undefined : String(search.rating)),
    show: ["unplayed", "played", "favorite"].includes(String(search.show))
      ? (search.show as LibrarySearch["show"])
      : undefined,
    view: text(search.view),
  }),
  component: lazyRouteComponent(() => import("~/features/library/LibraryScreen"), "LibraryScreen"),
});

const search = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({
    q: text(search.q === undefined ? undefined : String(search.q)),
  }),
  component: lazyRouteComponent(() => import("~/features/search/SearchScreen"), "SearchScreen"),
});

const item = createRoute({
  getParentRoute: () => shell,
  path: "/item/$id",
  validateSearch: (search: Record<string, unknown>): { season?: string } => ({ season: text(search.season) }),
  loader: ({ context, params }) => {
    void context.client.prefetchQuery(queries.item(params.id));
  },
  component: lazyRouteComponent(() => import("~/features/item/ItemScreen"), "ItemScreen"),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings/{-$tab}",
  component: lazyRouteComponent(() => import("~/features/settings/SettingsScreen"), "SettingsScreen"),
});

const play = createRoute({
  getParentRoute: () => signed,
  path: "/play/$id",
  validateSearch: (search: Record<string, unknown>): PlaySearch => ({
    source: text(search.source),
    audio: number(search.audio),
    subtitle: number(search.subtitle),
    t: number(search.t),
  }),
  component: lazyRouteComponent(() => import("~/features/player/PlayerScreen"), "PlayerScreen"),
});

const photo = createRoute({
  getParentRoute: () => signed,
  path: "/photo/$id",
  component: lazyRouteComponent(() => import("~/features/photos/PhotoScreen"), "PhotoScreen"),
});

const tree = root.addChildren([
  setup,
  login,
  signed.addChildren([shell.addChildren([home, library, search, item, settings]), play, photo]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    history: createHashHistory(),
    context: { client },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 300,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: RouteMissing,
    scrollRestoration: true,
    getScrollRestorationKey: (location) => location.state.__TSR_key ?? location.href,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
