/** Every screen in every shape: no axe violation, no error, nothing jumps, no sideways scrolling, all within reach of arrows. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { ask, find, launch, noErrors, open, picture, signedIn } from "./support.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let state;
let screens;
before(async () => {
  browser = await launch();
  state = await signedIn(browser);
  const page = await open(browser, { state });
  const movies = (await ask(page, "/libraries")).find((one) => one.title === "Movies");
  const id = async (title, kind) => (await find(page, title, kind)).id;
  screens = {
    home: "/",
    library: `/library/${movies.id}`,
    film: `/item/${await id("Blue Hour", "movie")}`,
    series: `/item/${await id("Signal Lost", "series")}`,
    album: `/item/${await id("Harmonics", "album")}`,
    photos: `/item/${await id("Summer", "photoAlbum")}`,
    search: "/search?q=%22test%22",
    settings: "/settings",
    libraries: "/settings/libraries",
    scans: "/settings/scans",
    users: "/settings/users",
    missing: "/item/00000000000000000000000000000000",
  };
  await page.context().close();
});
after(() => browser.close());

const SHAPES = [
  { name: "phone", size: [360, 740], theme: "dark" },
  { name: "desktop", size: [1280, 800], theme: "light" },
  { name: "television", size: [1920, 1080], theme: "dark", tv: true },
  { name: "wall", size: [3840, 2160], theme: "dark", locale: "de-DE" },
];

async function settle(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => undefined);
}

/** What jumped while the page was built. */
async function shifts(page, go) {
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await go();
  return page.evaluate(() => window.shifted);
}

for (const shape of SHAPES) {
  describe(shape.name, () => {
    for (const name of [
      "home",
      "library",
      "film",
      "series",
      "album",
      "photos",
      "search",
      "settings",
      "libraries",
      "scans",
      "users",
      "missing",
    ]) {
      test(name, async () => {
        const page = await open(browser, { state, ...shape });
        const shifted = await shifts(page, async () => {
          await page.goto(page.address(screens[name]));
          await settle(page);
        });
        await picture(page, `${shape.name}-${name}`);
        assert.ok(shifted <= 0.02, `layout shifted by ${shifted}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} pixels too wide`);
        await page.evaluate(axeSource);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(
          violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
          [],
        );
        if (name !== "missing") noErrors(page);
        await page.context().close();
      });
    }
  });
}

test("everything on home and on a film's page is within reach of four arrows", async () => {
  const page = await open(browser, { state, size: [1920, 1080], tv: true });
  for (const name of ["home", "film"]) {
    await page.goto("about:blank");
    await page.goto(page.address(screens[name]));
    await settle(page);
    const missed = await crawl(page);
    assert.deepEqual(missed, [], name);
  }
  noErrors(page);
});

/** Presses arrows from everything that was reached until nothing new is; gives back what never had the focus. */
async function crawl(page) {
  return page.evaluate(async () => {
    const wanted = () =>
      [...document.querySelectorAll('a[href], button:not(:disabled), [tabindex="0"]')].filter(
        (element) => element.tabIndex >= 0 && element.checkVisibility() && !element.closest(".skip, [class*=skip]"),
      );
    const press = (key) =>
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    press("ArrowDown");
    const reached = new Set([document.activeElement]);
    const waiting = [document.activeElement];
    while (waiting.length > 0) {
      const from = waiting.pop();
      for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
        from.focus({ preventScroll: true });
        from.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
        await frame();
        press(key);
        if (!reached.has(document.activeElement)) {
          reached.add(document.activeElement);
          waiting.push(document.activeElement);
        }
      }
    }
    return wanted()
      .filter((element) => !reached.has(element))
      .map((element) => element.outerHTML.slice(0, 120));
  });
}
