/** Looking around: grid, filters, search, pages, back. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, find, launch, noErrors, open, picture, signedIn } from "./support.mjs";

let browser;
let state;
before(async () => {
  browser = await launch();
  state = await signedIn(browser);
});
after(() => browser.close());

const libraryNamed = async (page, title) => (await ask(page, "/libraries")).find((one) => one.title === title);

test("a library is a grid one can sort", async () => {
  const page = await open(browser, { state });
  await page.goto(page.address("/"));
  await page.getByRole("link", { name: "Movies", exact: true }).first().click();
  await page.getByRole("heading", { name: "Movies", exact: true }).waitFor();
  const movies = await libraryNamed(page, "Movies");
  const byTitle = await ask(page, `/items?parent=${movies.id}&kinds=movie&limit=3`);
  const first = page.locator("main article").first();
  await first.getByText(byTitle.items[0].title, { exact: true }).first().waitFor();
  await picture(page, "library");
  await page.getByRole("button", { name: /^Sort:/ }).click();
  await page.getByRole("menuitemradio", { name: "Release date" }).click();
  const newest = await ask(page, `/items?parent=${movies.id}&kinds=movie&sort=released&order=desc&limit=1`);
  await first.getByText(newest.items[0].title, { exact: true }).first().waitFor();
  assert.match(page.url(), /sort=released/);
  noErrors(page);
});

test("back brings the place and the focus back", async () => {
  const page = await open(browser, { state, size: [500, 500] });
  const movies = await libraryNamed(page, "Movies");
  await page.goto(page.address(`/library/${movies.id}`));
  const card = page.locator('main a[data-focus-key^="card-"]');
  await card.first().waitFor();
  await page.mouse.wheel(0, 900);
  await page.waitForFunction(() => scrollY > 300);
  await card.nth(9).focus();
  const key = await card.nth(9).getAttribute("data-focus-key");
  const before = await page.evaluate(() => scrollY);
  await page.keyboard.press("Enter");
  await page.waitForURL(/item/);
  await page
    .getByRole("link", { name: /^(Play|Resume)/ })
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction((wanted) => document.activeElement?.dataset.focusKey === wanted, key);
  const after = await page.evaluate(() => scrollY);
  assert.ok(Math.abs(after - before) < 60, `scrolled to ${after}, was at ${before}`);
  noErrors(page);
});

test("search finds films, shows, music and people as one types", async () => {
  const page = await open(browser, { state });
  await page.goto(page.address("/"));
  await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Search" }).fill("big te");
  await page.getByRole("heading", { name: "Films" }).waitFor();
  await page.getByText("Big Test 2", { exact: true }).first().waitFor();
  await picture(page, "search");
  await page.getByRole("textbox", { name: "Search" }).fill("zzzzzz");
  await page.getByText("Nothing was found").waitFor();
  noErrors(page);
});

test("a film's page has versions, tracks and a way to play", async () => {
  const page = await open(browser, { state });
  const film = await find(page, "Blue Hour", "movie");
  await page.goto(page.address(`/item/${film.id}`));
  await page.getByRole("heading", { name: "Blue Hour", exact: true }).waitFor();
  await page.getByRole("button", { name: /^Version:/ }).click();
  const choices = page.getByRole("menuitemradio");
  assert.equal(await choices.count(), 3);
  await picture(page, "film-versions");
  await choices.last().click();
  await page
    .getByRole("link", { name: /^(Play|Resume)/ })
    .first()
    .waitFor();
  noErrors(page);
});

test("a series has its seasons and episodes", async () => {
  const page = await open(browser, { state });
  const series = await find(page, "Signal Lost", "series");
  await page.goto(page.address(`/item/${series.id}`));
  await page.getByRole("button", { name: "Season 1" }).click();
  await page.getByRole("link", { name: /Pilot/ }).first().waitFor();
  await page.getByRole("button", { name: "Season 2" }).click();
  await page
    .getByRole("link", { name: /Silence/ })
    .first()
    .waitFor();
  await picture(page, "series");
  noErrors(page);
});

test("watched is marked at once, everywhere", async () => {
  const page = await open(browser, { state });
  const film = await find(page, "Web Minute", "movie");
  await page.goto(page.address(`/item/${film.id}`));
  const mark = page.getByRole("button", { name: "Mark as watched" });
  await mark.click();
  // The screen does not wait for the server; what is asked of it afterwards has to.
  const taken = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await page.getByRole("button", { name: "Mark as unwatched" }).click();
  await mark.waitFor();
  assert.equal((await taken).status(), 200);
  assert.equal((await ask(page, `/items/${film.id}`)).item.state.played, false);
  noErrors(page);
});

test("an album plays, and its words are there", async () => {
  const page = await open(browser, { state });
  const album = await find(page, "Harmonics", "album");
  await page.goto(page.address(`/item/${album.id}`));
  await page.getByRole("button", { name: /^Fundamental/ }).click();
  await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) > 0.3, undefined, {
    timeout: 30_000,
  });
  await picture(page, "album");
  await page.getByRole("button", { name: /^Open the player/ }).click();
  await page.getByRole("dialog").getByRole("list").waitFor();
  await picture(page, "now-playing");
  noErrors(page);
});

test("pictures fill the screen, arrows turn them", async () => {
  const page = await open(browser, { state });
  const album = await find(page, "Summer", "photoAlbum");
  await page.goto(page.address(`/item/${album.id}`));
  await page.locator("main article a").first().click();
  await page.getByText("1 of 2").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("2 of 2").waitFor();
  await page.waitForFunction(() => document.querySelector("main img")?.naturalWidth > 0);
  await picture(page, "photo");
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Summer" }).waitFor();
  noErrors(page);
});
