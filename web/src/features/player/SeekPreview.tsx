/** A small picture of where one would be. Its place stays empty until the sheet it is on is there. */

import { type CSSProperties, useEffect, useState } from "react";
import { addressOf } from "~/api/client";
import type { Trickplay } from "~/api/types";
import styles from "./SeekPreview.module.css";
import { placeAt } from "./trickplay";

export function SeekPreview({ trickplay, time }: { trickplay: Trickplay; time: number }) {
  const { width, height, columns, rows, sheets } = trickplay;
  const { sheet, column, row } = placeAt(trickplay, time);
  const url = sheets[sheet] && addressOf(sheets[sheet]);
  const loaded = useLoaded(url);
  // A sheet is as many times as large as its picture as there are on it, whatever the size on the screen.
  const along = (at: number, of: number) => `${of > 1 ? (100 * at) / (of - 1) : 0}%`;
  return (
    <span
      className={styles.preview}
      data-loaded={loaded || undefined}
      style={
        {
          "--shape": width / height,
          backgroundImage: loaded ? `url("${url}")` : undefined,
          backgroundSize: `${columns * 100}% ${rows * 100}%`,
          backgroundPosition: `${along(column, columns)} ${along(row, rows)}`,
        } as CSSProperties
      }
    />
  );
}

/** Whether the picture at `url` is there to be drawn. */
function useLoaded(url: string | undefined): boolean {
  const [loaded, setLoaded] = useState<string>();
  useEffect(() => {
    if (!url) return;
    const image = new Image();
    image.onload = () => setLoaded(url);
    image.src = url;
    return () => {
      image.onload = null;
    };
  }, [url]);
  return url !== undefined && loaded === url;
}
