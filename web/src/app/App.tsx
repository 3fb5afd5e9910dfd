/** What everything stands in: words, data, routes. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ApiError } from "~/api/client";
import { startFocusRestore } from "~/shared/focus/restore";
import { WordsProvider } from "~/shared/i18n";
import { Toasts } from "~/shared/ui/Toast";
import { makeRouter } from "./routes";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 30 * 60_000,
      // What the server refuses stays refused; a network that is away may come back.
      retry: (count, error) => (error instanceof ApiError && error.status !== 0 ? false : count < 2),
    },
  },
});

const router = makeRouter(client);
startFocusRestore(router);

export function App() {
  return (
    <WordsProvider>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </WordsProvider>
  );
}
