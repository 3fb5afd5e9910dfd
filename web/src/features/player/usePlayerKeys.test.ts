import { expect, it, vi } from "vitest";
import { actionFor, type KeyActions } from "./usePlayerKeys";

const actions = (): KeyActions => ({
  toggle: vi.fn(),
  skip: vi.fn(),
  volume: vi.fn(),
  fullscreen: vi.fn(),
  mute: vi.fn(),
  subtitles: vi.fn(),
  next: vi.fn(),
  previous: vi.fn(),
  stats: vi.fn(),
  tenth: vi.fn(),
  exit: vi.fn(),
  wake: vi.fn(),
});

it("skips ten seconds and jumps to tenths", () => {
  const known = actions();
  actionFor("ArrowLeft", known)?.();
  actionFor("ArrowRight", known)?.();
  actionFor("7", known)?.();
  expect(known.skip).toHaveBeenNthCalledWith(1, -10);
  expect(known.skip).toHaveBeenNthCalledWith(2, 10);
  expect(known.tenth).toHaveBeenCalledWith(7);
});

it("leaves other keys alone", () => {
  expect(actionFor("x", actions())).toBeUndefined();
  expect(actionFor("Tab", actions())).toBeUndefined();
});
