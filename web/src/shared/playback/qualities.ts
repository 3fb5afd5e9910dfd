/** What players switch between, of which the larger ones are worth making ahead: heights with their bits per second. */
export const AHEAD_QUALITIES: readonly [height: number, rate: number][] = [
  [1080, 8e6],
  [720, 4e6],
  [480, 2e6],
  [360, 1e6],
];
