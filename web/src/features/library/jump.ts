/** Between the letters and the grid they jump in: both stand on one screen. */

export const grid: { jump: ((place: number) => void) | undefined } = { jump: undefined };
