import { expect, test } from "vitest";
import { picturesAt, placeAt } from "./trickplay";

const trickplay = {
  start: 0,
  width: 320,
  height: 180,
  columns: 10,
  rows: 10,
  count: 123,
  interval: 10,
  sheets: ["0.jpg", "1.jpg"],
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

test("each file of a film has pictures of its own", () => {
  const second = { ...trickplay, start: 1230.5, interval: 5 };
  expect(picturesAt([trickplay, second], 1230.4)).toBe(trickplay);
  expect(picturesAt([trickplay, second], 1231)).toBe(second);
  expect(placeAt(second, 1237)).toEqual({ sheet: 0, column: 1, row: 0 });
  expect(picturesAt([], 3)).toBeUndefined();
});
