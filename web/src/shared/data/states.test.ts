import { expect, it } from "vitest";
import { withStates } from "./states";

const state = (position: number) => ({ position, played: false, playCount: 0, favorite: false });

it("replaces a state wherever the item is kept, and touches nothing else", () => {
  const data = {
    rows: [
      {
        id: "row",
        items: [
          { id: "a", state: state(0) },
          { id: "b", state: state(1) },
        ],
      },
      { id: "other", items: [{ id: "c", state: state(2) }] },
    ],
  };
  const next = withStates(data, new Map([["b", { state: state(60) }]]));
  expect(next.rows[0]?.items[1]?.state.position).toBe(60);
  expect(next.rows[1]).toBe(data.rows[1]);
  expect(data.rows[0]?.items[1]?.state.position).toBe(1);
});

it("gives the very same data back when nothing changes", () => {
  const data = [{ id: "a", state: state(0) }];
  expect(withStates(data, new Map())).toBe(data);
});
