/** Playing: a file as it is, a remux, a transcode; resuming at the right second; subtitles; reasons in words. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, find, launch, noErrors, open, PATIENCE, picture, plays, signedIn, video } from "./support.mjs";

let browser;
let state;
before(async () => {
  browser = await launch();
  state = await signedIn(browser);
});
after(() => browser.close());

/** Opens the player and keeps what the server decided. */
async function play(page, id, query = "") {
  const decided = page.waitForResponse((answer) => answer.url().endsWith("/playback"));
  await page.goto(page.address(`/play/${id}${query}`));
  return (await decided).json();
}

/** Every film with what this browser would get, to find one of each way of playing. */
async function findMethod(page, wanted) {
  const films = await ask(page, "/items?kinds=movie&limit=100");
  for (const film of films.items) {
    const plan = await play(page, film.id);
    if (plan.method === wanted) return { film, plan };
  }
  return assert.fail(`no film is played by ${wanted}`);
}

test("a file plays as it is", async () => {
  const page = await open(browser, { state });
  const { plan } = await findMethod(page, "direct");
  assert.equal(plan.delivery, "file");
  assert.deepEqual(plan.why, []);
  const shown = await plays(page, 1);
  assert.ok(shown.direct);
  await picture(page, "player-direct");
  noErrors(page);
});

/** A stream in HLS: plays, seeks to its middle, and says why it is one. */
async function playsAsStream(page, plan) {
  assert.equal(plan.delivery, "hls");
  assert.ok(plan.why.length > 0 && plan.why.every((reason) => reason.text.length > 10), "the reasons are sentences");
  await plays(page, 1);
  await page.keyboard.press("5");
  const middle = plan.duration / 2;
  const shown = await plays(page, middle);
  assert.ok(shown.time < middle + 15 && !shown.direct, `seeking to ${middle} led to ${shown.time}`);
  await page.keyboard.press("i");
  await page.getByText("Why", { exact: true }).waitFor();
  await picture(page, `player-${plan.method}`);
  noErrors(page);
}

test("a transcode plays, seeks and says why", async () => {
  const page = await open(browser, { state });
  const { plan } = await findMethod(page, "transcode");
  await playsAsStream(page, plan);
  // Waiting for what is made is no reason to go down: the line carries anything.
  assert.equal((await video(page)).width, plan.qualities[0].width);
});

test("a file that fails directly is remuxed, plays and says why", async () => {
  const page = await open(browser, { state });
  const film = await find(page, "Big Test", "movie");
  await page.route("**/file", (route) => route.fulfill({ status: 200, contentType: "video/mp4", body: "nothing" }));
  const plans = [];
  page.on("response", async (answer) => answer.url().endsWith("/playback") && plans.push(await answer.json()));
  await play(page, film.id, "?t=0");
  await plays(page, 0.5);
  assert.deepEqual(
    plans.map((plan) => plan.method),
    ["direct", "remux"],
  );
  await playsAsStream(page, plans[1]);
});

test("what was left in the middle resumes at the right second, on any device", async () => {
  const page = await open(browser, { state });
  const films = await ask(page, "/items?kinds=movie&limit=100");
  // The default rules remember nothing of films shorter than five minutes.
  const film = films.items.find((one) => one.runtime > 320 && !one.state.played && one.partCount === 1);
  if (!film) return assert.fail("the library has a film longer than five minutes");
  await play(page, film.id, "?t=95");
  await plays(page, 97);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("video").paused);
  const left = (await video(page)).time;
  const stopped = page.waitForResponse(
    (answer) => answer.url().endsWith("/progress") && answer.request().postData().includes('"stop"'),
  );
  await page.keyboard.press("Escape");
  await stopped;
  noErrors(page);

  const other = await open(browser, { state: await signedIn(browser) });
  await other.goto(other.address(`/item/${film.id}`));
  const minutes = Math.floor(left / 60);
  const label = `Resume at ${minutes}:${String(Math.floor(left % 60)).padStart(2, "0")}`;
  await other.getByRole("link", { name: label }).click();
  await plays(other, left - 0.5);
  const resumed = (await video(other)).time;
  assert.ok(resumed >= left - 0.5 && resumed < left + 6, `left at ${left}, resumed at ${resumed}`);
  await picture(other, "player-resumed");
  noErrors(other);
});

test("text subtitles switch without reloading", async () => {
  const page = await open(browser, { state });
  const film = await find(page, "Big Test", "movie");
  const plan = await play(page, film.id, "?subtitle=-1&t=0");
  await plays(page, 0.5);
  const text = plan.subtitles.find((one) => one.url);
  assert.ok(text, "a subtitle is text");
  const loads = [];
  page.on("request", (request) => request.url().endsWith("/playback") && loads.push(request.url()));
  await page.keyboard.press("c");
  await page.waitForFunction(
    () =>
      [...document.querySelector("video").textTracks].some(
        (track) => track.mode === "showing" && track.cues?.length > 0,
      ),
    undefined,
    { timeout: PATIENCE },
  );
  await page.keyboard.press("c");
  await page.waitForFunction(() =>
    [...document.querySelector("video").textTracks].every((track) => track.mode !== "showing"),
  );
  assert.deepEqual(loads, []);
  noErrors(page);
});

test("seeking shows where it leads, with the pointer and with keys", async () => {
  const page = await open(browser, { state });
  const film = await find(page, "Big Test", "movie");
  const plan = await play(page, film.id, "?t=0");
  await plays(page, 0.5);
  assert.deepEqual(
    plan.trickplay.map((pictures) => pictures.sheets.length),
    [1],
  );
  const bar = page.getByRole("slider", { name: "Position" });
  const { x, y, width, height } = await bar.boundingBox();
  const shown = bar.locator("[data-loaded]");
  await page.mouse.move(x + width * 0.7, y + height / 2);
  await shown.waitFor({ timeout: PATIENCE });
  await picture(page, "player-seek-preview");
  const place = () => shown.evaluate((element) => getComputedStyle(element).backgroundPosition);
  const late = await place();
  await page.mouse.move(x + 2, y + height / 2);
  assert.notEqual(await place(), late, "another place, another picture");
  const box = await shown.boundingBox();
  assert.ok(box.x >= 0 && box.width > 100, `at the left edge it is at ${box.x}, ${box.width} wide`);
  await picture(page, "player-seek-preview-left");
  await page.mouse.move(x + width / 2, y - 300);
  await shown.waitFor({ state: "detached" });
  await page.keyboard.press("5");
  await shown.waitFor();
  await picture(page, "player-seek-preview-keys");
  noErrors(page);
});

test("a broken file says so in words, with a way out", async () => {
  const page = await open(browser, { state });
  const film = await find(page, "Web Minute", "movie");
  await page.route("**/file", (route) => route.fulfill({ status: 200, contentType: "video/webm", body: "nothing" }));
  await page.route("**/master.m3u8*", (route) =>
    route.fulfill({ status: 200, contentType: "application/x-mpegurl", body: "nothing" }),
  );
  await page.goto(page.address(`/play/${film.id}`));
  await page.getByRole("heading", { name: "This cannot be played" }).waitFor({ timeout: PATIENCE });
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await picture(page, "player-error");
});
