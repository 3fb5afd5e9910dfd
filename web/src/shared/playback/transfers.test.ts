import { expect, it } from "vitest";
import { transferOf } from "./transfers";

it("does not take a server that works for a slow line", () => {
  const bytes = { startTime: 100, encodedBodySize: 50_000 };
  expect(transferOf({ ...bytes, responseStart: 1500, responseEnd: 1510 })).toEqual([10, 50_000]);
  // One that cannot keep up with the film is one.
  expect(transferOf({ ...bytes, responseStart: 5000, responseEnd: 5100 })).toEqual([5000, 50_000]);
});
