/** A picture that keeps its place: blurhash first, then the picture; a composed tile where there is none. */

import { type CSSProperties, useCallback, useState } from "react";
import { addressOf } from "~/api/client";
import type { ImageRef } from "~/api/types";
import { blurhashUrl } from "./blurhash";
import { tileOf } from "./hash";
import styles from "./Picture.module.css";

interface Props {
  image: ImageRef | undefined;
  /** What the tile says where there is no picture; also what the picture shows, for who cannot see it. */
  title: string;
  /** CSS pixels it is drawn at, at most. */
  width: number;
  /** Whether a title stands beside it already: then neither tile nor screen reader repeats it. */
  decorative?: boolean;
  className?: string;
  eager?: boolean;
  fit?: "cover" | "contain";
  /** A letter or short word for small tiles instead of the title. */
  mark?: string;
}

/** Widths that are asked for: few, so that caches hit. */
const WIDTHS = [96, 160, 240, 320, 480, 640, 960, 1280, 1920, 2560, 3840];

export function widthFor(pixels: number): number {
  return WIDTHS.find((width) => width >= pixels) ?? 3840;
}

export function Picture({ image, title, width, decorative, className, eager, fit = "cover", mark }: Props) {
  const [state, setState] = useState<{ url: string; loaded: boolean; failed: boolean }>();
  const url = image && `${addressOf(image.url)}&width=${widthFor(width)}`;
  const fresh = state?.url === url ? state : undefined;
  const settle = (failed: boolean) => url && setState({ url, loaded: !failed, failed });
  // A picture from the cache is complete before React listens.
  const ref = useCallback(
    (element: HTMLImageElement | null) => {
      if (element?.complete && element.naturalWidth > 0 && url) setState({ url, loaded: true, failed: false });
    },
    [url],
  );
  if (!image || !url || fresh?.failed) {
    return <TilePicture title={title} decorative={decorative} className={className} mark={mark} />;
  }
  const blur = blurhashUrl(image.blurhash);
  return (
    <span
      className={[styles.picture, className].filter(Boolean).join(" ")}
      style={blur ? ({ backgroundImage: `url(${blur})` } as CSSProperties) : undefined}
    >
      <img
        ref={ref}
        src={url}
        srcSet={`${url} 1x, ${addressOf(image.url)}&width=${widthFor(width * 2)} 2x`}
        alt={decorative ? "" : title}
        loading={eager ? "eager" : "lazy"}
        decoding="async"
        fetchPriority={eager ? "high" : "auto"}
        data-loaded={fresh?.loaded || undefined}
        data-fit={fit}
        onLoad={() => settle(false)}
        onError={() => settle(true)}
      />
    </span>
  );
}

function TilePicture({
  title,
  decorative,
  className,
  mark,
}: Pick<Props, "title" | "decorative" | "className" | "mark">) {
  const { hue, second, angle, x, y } = tileOf(title);
  const style = {
    "--h1": hue,
    "--h2": second,
    "--angle": `${angle}deg`,
    "--x": `${x}%`,
    "--y": `${y}%`,
  } as CSSProperties;
  return (
    <span
      className={[styles.tile, className].filter(Boolean).join(" ")}
      style={style}
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": title })}
    >
      <span className={mark ? styles.mark : styles.name} data-long={title.length > 22 || undefined}>
        {mark ?? title}
      </span>
    </span>
  );
}
