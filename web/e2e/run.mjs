/**
 * Runs the journeys: against the server at WALROS_URL, or against one of its own that it starts from WALROS_SERVER
 * (the binary) with WALROS_SAMPLE (the sample library's folder) and WALROS_WEB (the built client).
 */

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = import.meta.dirname;
const environment = { ...process.env };
const code = "e2e-setup-code";

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

async function startServer(binary) {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), "walros-e2e-"));
  const arguments_ = ["serve", "--listen", `127.0.0.1:${port}`, "--data", data, "--setup-token", code];
  const child = spawn(binary, arguments_, { stdio: ["ignore", "ignore", "inherit"], env: environment });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/ready`).catch(() => undefined);
    if (ready?.ok) break;
    if (tries > 300 || child.exitCode !== null) throw new Error("the server does not start");
    await new Promise((done) => setTimeout(done, 100));
  }
  Object.assign(environment, {
    WALROS_URL: url,
    WALROS_SETUP_CODE: code,
    WALROS_LIBRARY: environment.WALROS_SAMPLE ?? "",
  });
  return () => {
    child.kill();
    rmSync(data, { recursive: true, force: true });
  };
}

const stop = environment.WALROS_SERVER ? await startServer(environment.WALROS_SERVER) : () => undefined;
const only = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith(".e2e.mjs") && (only.length === 0 || only.some((part) => name.includes(part))))
  .sort()
  .map((name) => join(here, name));
const tests = spawn(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], {
  stdio: "inherit",
  env: environment,
});
tests.on("exit", (status) => {
  stop();
  process.exitCode = status ?? 1;
});
