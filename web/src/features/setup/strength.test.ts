import { expect, it } from "vitest";
import { strength } from "./strength";

it.each([
  ["", 0],
  ["short1!", 0],
  ["password", 1],
  ["aaaaaaaaaaaa", 1],
  ["sunshine", 1],
])("%s is no good", (password, wanted) => {
  expect(strength(password)).toBe(wanted);
});

it("grows with length and variety", () => {
  const ladder = ["sunshine", "sunshine42x", "correct horse staple", "Correct-Horse-Battery-9"].map(strength);
  expect(ladder).toEqual([...ladder].sort());
  expect(ladder.at(-1)).toBe(4);
});
