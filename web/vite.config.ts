import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { mockServer } from "./mock/plugin.ts";

/** The one font file every page needs starts loading with the page, not when the style sheet has been read. */
function preloadFont(): Plugin {
  return {
    name: "preload-font",
    transformIndexHtml: {
      order: "post",
      handler(_html, context) {
        const font = Object.keys(context.bundle ?? {}).find((name) => /inter-latin-wght-normal.*\.woff2$/.test(name));
        if (!font) return [];
        return [
          {
            tag: "link",
            attrs: { rel: "preload", href: `./${font}`, as: "font", type: "font/woff2", crossorigin: "" },
            injectTo: "head",
          },
        ];
      },
    },
  };
}

// WALROS_URL=http://127.0.0.1:8096 npm run dev   develops against a real server; without it, a mock answers.
const server = process.env.WALROS_URL;

export default defineConfig({
  // The client is served at /app/ and /web/ alike: addresses are relative to the page.
  base: "./",
  plugins: [react(), preloadFont(), ...(server ? [] : [mockServer()])],
  resolve: { alias: { "~": new URL("./src", import.meta.url).pathname } },
  server: { host: "127.0.0.1", port: 5173, strictPort: true, proxy: server ? { "/api": server } : {} },
  preview: { host: "127.0.0.1", port: 4173, strictPort: true },
  build: { target: "es2022", assetsInlineLimit: 2048, chunkSizeWarningLimit: 800 },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
