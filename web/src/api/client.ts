/** The one way to the server: the client generated from `openapi/walros.json`. */

import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

/** Where the server is, seen from the page: whatever stands before `/app/` or `/web/`. */
export const root = location.pathname.match(/^(.*?)\/(?:app|web)(?:\/|$)/)?.[1] ?? "";

/** Requests that change something carry this header; no other page can send it with our cookie. */
export const ownHeaders = { "X-Walros-Client": "web" };

export const api = createClient<paths>({ baseUrl: root, headers: ownHeaders });

export type Problem = components["schemas"]["Problem"];

/** What the server said no to, or that it said nothing. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string | undefined,
  ) {
    super(detail ?? code);
  }
}

export const offline = (error: unknown) => error instanceof ApiError && error.status === 0;

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of an answer, or an `ApiError`. */
export async function read<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "offline", undefined);
  }
  if (answer.response.ok) return answer.data as T;
  const problem = answer.error as Partial<Problem> | undefined;
  throw new ApiError(answer.response.status, problem?.code ?? "internal", problem?.detail);
}

/** The full address of a picture or stream the server named. */
export const addressOf = (relative: string) => `${root}/api/v1/${relative}`;
