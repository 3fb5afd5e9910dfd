/** The outermost frame, and what stands there when a screen cannot. */

import { type ErrorComponentProps, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { ApiError, offline } from "~/api/client";
import { ErrorState } from "~/shared/ui/State";
import { useGlobalKeys } from "./keys";

export function Root() {
  useGlobalKeys();
  return <Outlet />;
}

/** How often a server that is away is asked again. */
const AGAIN = 3000;

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  useEffect(() => {
    if (!offline(error)) return;
    const timer = setInterval(() => {
      reset();
      void router.invalidate();
    }, AGAIN);
    return () => clearInterval(timer);
  }, [error, reset, router]);
  return (
    <main tabIndex={-1}>
      <ErrorState error={error} retry={retry} />
    </main>
  );
}

export function RouteMissing() {
  return (
    <main tabIndex={-1}>
      <ErrorState error={new ApiError(404, "notFound", undefined)} />
    </main>
  );
}
