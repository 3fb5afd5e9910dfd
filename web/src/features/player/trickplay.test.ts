import { expect, test } from "vitest";
import { placeAt } from "./trickplay";

const trickplay = {
  width: 320,
  height: 180,
  columns: 10,
  rows: 10,
  count: 123,
  interval: 10,
  sheets: ["0.jpg", "1.jpg"],
  track: "trickplay.vtt",
};

test("pictures lie row by row, sheet after sheet", () => {
  expect(placeAt(trickplay, 0)).toEqual({ sheet: 0, column: 0, row: 0 });
  expect(placeAt(trickplay, 129.9)).toEqual({ sheet: 0, column: 2, row: 1 });
  expect(placeAt(trickplay, 1000)).toEqual({ sheet: 1, column: 0, row: 0 });
});

test("before the beginning and past the end is the first and the last", () => {
  expect(placeAt(trickplay, -3)).toEqual({ sheet: 0, column: 0, row: 0 });
  expect(placeAt(trickplay, 99_999)).toEqual({ sheet: 1, column: 2, row: 2 });
});
