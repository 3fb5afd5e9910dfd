import { describe, expect, it } from "vitest";
import { type Box, nearest } from "./geometry";

const box = (left: number, top: number, width = 100, height = 100): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

// A row of buttons above a grid of three by two.
const buttons = [box(0, 0, 60, 30), box(90, 0, 60, 30)];
const grid = [box(0, 100), box(120, 100), box(240, 100), box(0, 220), box(120, 220), box(240, 220)];
const all = [...buttons, ...grid];

describe("arrows", () => {
  it("go straight on in a grid", () => {
    expect(nearest(grid[0] as Box, all, "right")).toBe(3);
    expect(nearest(grid[4] as Box, all, "up")).toBe(3);
    expect(nearest(grid[4] as Box, all, "left")).toBe(5);
    expect(nearest(grid[1] as Box, all, "down")).toBe(6);
  });

  it("stop at the edge", () => {
    expect(nearest(grid[5] as Box, all, "down")).toBe(-1);
    expect(nearest(grid[2] as Box, all, "right")).toBe(-1);
    expect(nearest(buttons[0] as Box, all, "up")).toBe(-1);
  });

  it("reach what lies aside when nothing is straight ahead", () => {
    expect(nearest(grid[2] as Box, all, "up")).toBe(1);
    expect(nearest(buttons[1] as Box, all, "down")).toBe(3);
  });

  it("prefer the near to the far", () => {
    const far = box(0, 2000);
    expect(nearest(buttons[0] as Box, [far, ...grid], "down")).toBe(1);
  });
});
