/** Blurhashes as tiny pictures, each drawn once. */

import { decode, isBlurhashValid } from "blurhash";

const drawn = new Map<string, string | undefined>();
const MAX = 600;

/** A data address of a few pixels, which the browser smooths; `undefined` where it cannot be drawn. */
export function blurhashUrl(blurhash: string | undefined): string | undefined {
  if (!blurhash) return undefined;
  if (drawn.has(blurhash)) return drawn.get(blurhash);
  const url = draw(blurhash);
  if (drawn.size >= MAX) drawn.delete(drawn.keys().next().value ?? "");
  drawn.set(blurhash, url);
  return url;
}

const WIDTH = 16;
const HEIGHT = 16;

function draw(blurhash: string): string | undefined {
  if (!isBlurhashValid(blurhash).result) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  const image = context.createImageData(WIDTH, HEIGHT);
  image.data.set(decode(blurhash, WIDTH, HEIGHT));
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
