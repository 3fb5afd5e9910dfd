/** Which sheet of which file shows a moment of the film, and where on it. */

import type { Trickplay } from "~/api/types";

export interface Place {
  sheet: number;
  column: number;
  row: number;
}

/** The pictures of the file that is shown at `time`. */
export function picturesAt(trickplay: readonly Trickplay[], time: number): Trickplay | undefined {
  return trickplay.findLast((one) => one.start <= time) ?? trickplay[0];
}

export function placeAt(trickplay: Trickplay, time: number): Place {
  const { start, columns, rows, count, interval } = trickplay;
  const picture = Math.max(0, Math.min(count - 1, Math.floor((time - start) / interval)));
  const onSheet = picture % (columns * rows);
  return {
    sheet: Math.floor(picture / (columns * rows)),
    column: onSheet % columns,
    row: Math.floor(onSheet / columns),
  };
}
