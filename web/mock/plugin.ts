/** A server for looking at the client alone: `npm run dev`, `npm run preview`. Nothing of it is built. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { type Asked, answer } from "./handlers.ts";

export function mockServer(): Plugin {
  return {
    name: "walros-mock",
    configureServer(server) {
      server.middlewares.use("/api/v1", (request, response) => void handle(request, response));
    },
    // `npm run preview`: the built client on the same mock.
    configurePreviewServer(server) {
      server.middlewares.use("/api/v1", (request, response) => void handle(request, response));
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://mock");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const asked: Asked = {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    body: text ? JSON.parse(text) : undefined,
  };
  if (asked.path === "/events") return sendEvents(response);
  const made = answer(asked);
  const {
    status = 200,
    type = "application/json",
    body,
  } = made ?? { status: 404, body: { code: "notFound", title: "Not found", status: 404 } };
  response.writeHead(status, { "Content-Type": status >= 400 ? "application/problem+json" : type });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}

/** A scan that goes on and on, so that there is something to look at. */
function sendEvents(response: ServerResponse) {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  let done = 0;
  const timer = setInterval(() => {
    done = (done + 37) % 2400;
    const scan = {
      libraryId: "scan",
      libraryTitle: "Movies",
      phase: "reading",
      found: 2400,
      done,
      rate: 118,
      left: (2400 - done) / 118,
      folder: "/srv/films/Silent Harbour (1999)",
      added: done,
      updated: 0,
      missing: 0,
    };
    if (process.env.MOCK_SCAN) response.write(`data: ${JSON.stringify({ type: "scanProgress", scan })}\n\n`);
  }, 400);
  response.on("close", () => clearInterval(timer));
  response.write(": hello\n\n");
}
