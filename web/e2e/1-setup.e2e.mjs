/** A new server: set up on one screen, sign out, sign in, find the films. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ask,
  launch,
  library,
  noErrors,
  open,
  PATIENCE,
  password,
  picture,
  server,
  setupCode,
  signIn,
  user,
} from "./support.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const FOLDERS = { movies: "Movies", tv: "Shows", music: "Music", photos: "Photos" };

test("set up on one screen", async (t) => {
  const page = await open(browser);
  const status = await (await page.request.get(`${server}/api/v1/setup`)).json();
  if (status.setUp) return t.skip("this server is set up already");
  await page.goto(`${server}/app/?code=${setupCode}`);
  await page.getByRole("heading", { name: "Welcome to Walros" }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByText("Strong").waitFor();

  const path = page.getByLabel("Folder path");
  await path.fill("/no/such/folder");
  await page.getByText("there is no such folder on the server").waitFor();
  for (const [folder, kind] of Object.entries(FOLDERS)) {
    await path.fill(`${library}/${folder}`);
    await page.getByText(`media files · ${kind}`, { exact: false }).last().waitFor();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(`${library}/${folder}`, { exact: true }).waitFor();
  }
  await picture(page, "setup");
  await page.getByRole("button", { name: "Start watching" }).click();
  await page
    .getByRole("heading", { name: /Nothing here yet|Home/ })
    .first()
    .waitFor();
  noErrors(page);
});

test("items appear, and the scan ends", async () => {
  const page = await open(browser);
  await signIn(page).catch(() => undefined);
  const running = ["waiting", "walking", "reading", "pictures"];
  const until = Date.now() + 5 * PATIENCE;
  for (;;) {
    const scans = await ask(page, "/admin/scans");
    if (scans.length > 0 && scans.every((scan) => !running.includes(scan.phase))) break;
    assert.ok(Date.now() < until, "the scan ends");
    await page.waitForTimeout(500);
  }
  await page.reload();
  await page.getByRole("heading", { name: "New in Movies" }).waitFor();
  const films = await ask(page, "/items?kinds=movie&limit=1");
  assert.ok(films.total >= 17, `${films.total} films`);
  noErrors(page);
});

test("sign out and in again", async () => {
  const page = await open(browser);
  await signIn(page);
  await page.getByRole("button", { name: `Account of ${user}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page
    .getByRole("button", { name: "Sign in" })
    .or(page.getByRole("button", { name: "Somebody else" }))
    .first()
    .waitFor();
  await picture(page, "login");
  await signIn(page);
  await picture(page, "home");
  noErrors(page);
});
