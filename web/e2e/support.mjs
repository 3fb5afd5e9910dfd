/**
 * What every journey through the client needs: a browser, somebody who is signed in, and no errors.
 *
 * The server is a real one with the sample library:
 *   WALROS_URL         where it is, such as http://127.0.0.1:8096
 *   WALROS_SETUP_CODE  its set-up code, when it was not set up yet
 *   WALROS_LIBRARY     the sample library's folder on the server, for setting up
 *   WALROS_USER, WALROS_PASSWORD   an administrator, made by setting up when there is none
 *   CHROMIUM           /usr/bin/chromium when absent
 *   WALROS_SHOTS       a folder for pictures of all screens
 */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const environment = process.env;
export const server = (environment.WALROS_URL ?? "http://127.0.0.1:8096").replace(/\/$/, "");
export const setupCode = environment.WALROS_SETUP_CODE ?? "";
export const library = environment.WALROS_LIBRARY ?? "";
export const user = environment.WALROS_USER ?? "matilda";
export const password = environment.WALROS_PASSWORD ?? "correct horse battery";
const shots = environment.WALROS_SHOTS;

/** Encoding takes its time on small machines. */
export const PATIENCE = 60_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

export const launch = () =>
  chromium.launch({ executablePath: environment.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });

/** A page in a browser of its own kind; what goes wrong on it is kept in `page.errors`. */
export async function open(browser, { size = [1280, 800], locale = "en-US", theme = "dark", tv = false, state } = {}) {
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] },
    locale,
    storageState: state,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  await context.addInitScript((chosen) => {
    // An empty page has no storage.
    if (location.protocol.startsWith("http")) localStorage.setItem("walros.theme", chosen);
  }, theme);
  const page = await context.newPage();
  page.errors = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.address = (path) => `${server}/app/${tv ? "?tv" : ""}#${path}`;
  return page;
}

export function noErrors(page) {
  assert.deepEqual(page.errors, [], "the console holds no error");
}

export async function signIn(page) {
  await page.goto(page.address("/login"));
  const other = page.getByRole("button", { name: "Somebody else" });
  const name = page.getByLabel("Name", { exact: true });
  await other.or(name).first().waitFor();
  if (await other.isVisible()) await other.click();
  await name.fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
}

/** What a browser that is signed in remembers, for pages of other tests. */
export async function signedIn(browser) {
  const page = await open(browser);
  await signIn(page);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/** Asks the native API as the signed-in browser. */
export async function ask(page, path) {
  const answer = await page.request.get(`${server}/api/v1${path}`);
  assert.equal(answer.status(), 200, path);
  return answer.json();
}

export async function find(page, title, kind) {
  const page1 = await ask(page, `/items?kinds=${kind}&search=${encodeURIComponent(title)}&limit=20`);
  const item = page1.items.find((one) => one.title === title);
  assert.ok(item, `${title} is in the library`);
  return item;
}

/** What is on the video element. */
export const video = (page) =>
  page.evaluate(() => {
    const element = document.querySelector("video");
    return {
      time: element.currentTime,
      paused: element.paused,
      width: element.videoWidth,
      duration: element.duration,
      direct: element.currentSrc.includes("/file"),
    };
  });

/** Waits until the film has got past `time`. */
export async function plays(page, time) {
  await page.waitForFunction(
    (wanted) => {
      const element = document.querySelector("video");
      return element && !element.paused && element.videoWidth > 0 && element.currentTime > wanted;
    },
    time,
    { timeout: PATIENCE },
  );
  return video(page);
}

export async function picture(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png` });
}
