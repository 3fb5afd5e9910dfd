/** A film in two files is one film: it plays over the joint, seeks into the second file and resumes there. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ask,
  find,
  launch,
  noErrors,
  open,
  PATIENCE,
  password,
  picture,
  plays,
  server,
  signedIn,
  user,
  video,
} from "./support.mjs";

let browser;
let state;
before(async () => {
  browser = await launch();
  state = await signedIn(browser);
});
after(() => browser.close());

/** What an app of Jellyfin asks, signed in as the same user. */
async function jellyfin() {
  const identity = 'MediaBrowser Client="e2e", Device="e2e", DeviceId="e2e", Version="1"';
  const send = async (path, token, body) => {
    const answer = await fetch(`${server}${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        "Content-Type": "application/json",
        Authorization: token ? `${identity}, Token="${token}"` : identity,
      },
      body: body && JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  const { AccessToken } = await send("/Users/AuthenticateByName", undefined, { Username: user, Pw: password });
  return (path, body) => send(path, AccessToken, body);
}

test("a film in two files plays over the joint, seeks into the second and resumes there", async () => {
  const other = await jellyfin();
  // The usual rules remember nothing of films shorter than five minutes.
  await other("/System/Configuration", { MinResumeDurationSeconds: 1 });
  const page = await open(browser, { state });
  const film = await find(page, "Long Road", "movie");
  assert.equal(Math.round(film.runtime), 24);
  const decided = page.waitForResponse((answer) => answer.url().endsWith("/playback"));
  await page.goto(page.address(`/play/${film.id}?t=8`));
  const plan = await (await decided).json();
  assert.deepEqual([plan.method, plan.delivery, plan.parts.length], ["remux", "hls", 2]);
  const joint = plan.parts[1].start;
  const loads = [];
  page.on("request", (request) => request.url().endsWith("/playback") && loads.push(request.url()));
  await plays(page, joint - 2);
  const shown = await plays(page, joint + 1.5);
  assert.ok(shown.time < joint + 4 && Math.abs(shown.duration - 24) < 0.5, `${shown.time} of ${shown.duration}`);
  await picture(page, "player-stacked-joint");

  // Where the second file's pictures are.
  const bar = page.getByRole("slider", { name: "Position" });
  const { x, y, width, height } = await bar.boundingBox();
  // The first move wakes the controls.
  await page.mouse.move(x + width * 0.5, y - 200);
  await page.mouse.move(x + width * 0.6, y + height / 2);
  const preview = bar.locator("[data-loaded]");
  await preview.waitFor({ timeout: PATIENCE });
  const address = await preview.evaluate((element) => getComputedStyle(element).backgroundImage);
  assert.ok(address.includes(plan.parts[1].sourceId), address);
  await picture(page, "player-stacked-preview");

  // Back into the first file, and again into the second.
  await page.keyboard.press("1");
  await plays(page, 2.4);
  assert.ok((await video(page)).time < joint, "in the first file");
  await page.keyboard.press("7");
  await plays(page, 17);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("video").paused);
  const left = (await video(page)).time;
  assert.ok(left > joint && left < 21, `left at ${left}`);
  assert.deepEqual(loads, [], "one stream for all of it");
  const stopped = page.waitForResponse(
    (answer) => answer.url().endsWith("/progress") && answer.request().postData().includes('"stop"'),
  );
  await page.keyboard.press("Escape");
  await stopped;
  noErrors(page);

  const home = await ask(page, "/home");
  const begun = home.continueWatching.find((item) => item.id === film.id);
  assert.ok(
    begun && Math.abs(begun.state.position - left) < 1 && Math.round(begun.runtime) === 24,
    "with its whole length",
  );
  // An app that knows files goes on in the second.
  const resumed = await other("/UserItems/Resume?mediaTypes=Video");
  const part = resumed.Items.find((item) => item.Id.replaceAll("-", "") === plan.parts[1].sourceId);
  assert.ok(part, "the second part is begun");
  assert.ok(Math.abs(part.UserData.PlaybackPositionTicks / 1e7 - (left - joint)) < 1);

  const again = await open(browser, { state: await signedIn(browser) });
  await again.goto(again.address(`/item/${film.id}`));
  const resume = again.getByRole("link", { name: `Resume at 0:${String(Math.floor(left)).padStart(2, "0")}` });
  await resume.waitFor();
  await picture(again, "item-stacked");
  await resume.click();
  await plays(again, left - 0.5);
  const time = (await video(again)).time;
  assert.ok(time < left + 4, `left at ${left}, resumed at ${time}`);
  await picture(again, "player-stacked-resumed");

  // To the end: then the film is seen, in every file of it.
  await again.waitForFunction(() => document.querySelector("video").ended, undefined, { timeout: PATIENCE });
  const over = again.waitForResponse(
    (answer) => answer.url().endsWith("/progress") && answer.request().postData().includes('"stop"'),
  );
  await again.keyboard.press("Escape");
  await over;
  assert.equal((await ask(again, `/items/${film.id}`)).item.state.played, true);
  noErrors(again);
});
