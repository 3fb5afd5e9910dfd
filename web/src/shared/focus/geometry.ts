/** Which of many boxes lies in a direction: pure, for the arrows of a keyboard or a remote. */

export type Direction = "left" | "right" | "up" | "down";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How far apart two spans lie, and how far their middles; zero when they overlap. */
const gap = (a1: number, a2: number, b1: number, b2: number) => Math.max(0, b1 - a2, a1 - b2);

/** Off to the side counts double: an arrow goes straight on before it goes round corners. */
const SIDEWAYS = 2;

/** How good a step from one box to another is; smaller is better, `undefined` = not in this direction. */
export function cost(from: Box, to: Box, direction: Direction): number | undefined {
  const turned = direction === "left" || direction === "right" ? turn(from) : from;
  const target = direction === "left" || direction === "right" ? turn(to) : to;
  const backwards = direction === "left" || direction === "up";
  // From here on: downwards.
  const start = backwards ? mirror(turned) : turned;
  const end = backwards ? mirror(target) : target;
  const middle = (box: Box) => (box.top + box.bottom) / 2;
  const beyond =
    end.top >= start.bottom - 1 || (middle(end) > middle(start) && end.top > start.top && end.bottom > start.bottom);
  if (!beyond) return undefined;
  const ahead = Math.max(0, end.top - start.bottom);
  const aside = gap(start.left, start.right, end.left, end.right);
  const offCentre = Math.abs((start.left + start.right) / 2 - (end.left + end.right) / 2);
  return ahead + SIDEWAYS * aside + offCentre / 100;
}

const turn = (box: Box): Box => ({ left: box.top, top: box.left, right: box.bottom, bottom: box.right });
const mirror = (box: Box): Box => ({ ...box, top: -box.bottom, bottom: -box.top });

/** The place of the best box, or −1. */
export function nearest(from: Box, boxes: readonly Box[], direction: Direction): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  boxes.forEach((box, place) => {
    const price = cost(from, box, direction);
    if (price !== undefined && price < least) {
      least = price;
      best = place;
    }
  });
  return best;
}
