/** Pictures from letters: what stands where there is no artwork, always the same for the same title. */

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    value ^= text.charCodeAt(place);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

export interface Tile {
  /** Degrees on the colour wheel. */
  hue: number;
  second: number;
  /** Degrees of the gradient. */
  angle: number;
  /** Where the light falls, in percent. */
  x: number;
  y: number;
}

export function tileOf(text: string): Tile {
  const value = hash(text);
  const hue = value % 360;
  return {
    hue,
    second: (hue + 40 + ((value >>> 9) % 50)) % 360,
    angle: 120 + ((value >>> 15) % 90),
    x: 15 + ((value >>> 4) % 70),
    y: ((value >>> 20) % 55) - 10,
  };
}
