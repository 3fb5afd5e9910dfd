import { expect, it } from "vitest";
import { below, linesOf } from "./useQuality";

it("calls pictures by the lines of a screen that they fill", () => {
  const sizes = [
    [1920, 1080],
    [1920, 800],
    [1440, 1080],
    [1280, 534],
    [720, 1280],
    [3840, 1600],
    [720, 576],
  ];
  expect(sizes.map(([width = 0, height = 0]) => linesOf({ width, height }))).toEqual([
    1080, 1080, 1080, 720, 720, 2160, 576,
  ]);
});

it("offers what is smaller than a file, in its shape", () => {
  expect(below(1920, 800).map(({ width, height }) => [width, height])).toEqual([
    [1280, 533],
    [853, 356],
    [640, 267],
    [427, 178],
  ]);
  expect(below(320, 180)).toEqual([]);
});
