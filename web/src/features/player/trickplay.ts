/** Which part of which sheet shows a moment of the film. */

import type { Trickplay } from "~/api/types";

export interface Place {
  sheet: number;
  column: number;
  row: number;
}

export function placeAt(trickplay: Trickplay, time: number): Place {
  const { columns, rows, count, interval } = trickplay;
  const picture = Math.max(0, Math.min(count - 1, Math.floor(time / interval)));
  const onSheet = picture % (columns * rows);
  return {
    sheet: Math.floor(picture / (columns * rows)),
    column: onSheet % columns,
    row: Math.floor(onSheet / columns),
  };
}
