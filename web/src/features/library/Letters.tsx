/** The letters at the side: a tap, or a finger drawn along them, jumps there. */

import { useQuery } from "@tanstack/react-query";
import { type PointerEvent, useRef } from "react";
import { type ItemsParams, queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { grid } from "./jump";
import styles from "./Letters.module.css";

/** With fewer things than this, one sees them all anyway. */
const WORTH_IT = 4;

export function Letters({ params }: { params: ItemsParams }) {
  const t = useT();
  const letters = useQuery(queries.letters(params));
  const last = useRef<string>(undefined);
  if (!letters.data || letters.data.length < WORTH_IT) return null;
  const slide = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === "mouse" || event.buttons === 0) return;
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-start]");
    if (!under?.dataset.start || under.dataset.start === last.current) return;
    last.current = under.dataset.start;
    grid.jump?.(Number(under.dataset.start));
  };
  return (
    <nav className={styles.letters} aria-label={t("library.letters")} onPointerMove={slide}>
      {letters.data.map(({ letter, start }) => (
        <button
          key={letter}
          type="button"
          className={styles.letter}
          data-start={start}
          onClick={() => grid.jump?.(start)}
        >
          {letter}
        </button>
      ))}
    </nav>
  );
}
