/** A row one swipes, scrolls or walks through with arrows. */

import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import { useT } from "~/shared/i18n";
import { IconButton } from "./Button";
import type { Shape } from "./Card";
import styles from "./Row.module.css";

interface Props {
  title?: ReactNode;
  label?: string;
  shape: Shape;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Row({ title, label, shape, aside, children }: Props) {
  const t = useT();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [edges, setEdges] = useState({ left: false, right: false });

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const left = element.scrollLeft > 4;
    const right = element.scrollLeft + element.clientWidth < element.scrollWidth - 4;
    setEdges((before) => (before.left === left && before.right === right ? before : { left, right }));
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [look]);

  const step = (direction: number) => {
    const element = scroller.current;
    element?.scrollBy({ left: direction * element.clientWidth * 0.85, behavior: "smooth" });
  };

  return (
    <section className={styles.row} aria-labelledby={title ? id : undefined} aria-label={title ? undefined : label}>
      {(title || aside) && (
        <header className={styles.head}>
          {title && (
            <h2 className={styles.title} id={id}>
              {title}
            </h2>
          )}
          {aside}
          <span className={styles.steps} aria-hidden="true">
            <IconButton
              icon="left"
              label={t("common.scrollLeft")}
              tabIndex={-1}
              disabled={!edges.left}
              onClick={() => step(-1)}
            />
            <IconButton
              icon="right"
              label={t("common.scrollRight")}
              tabIndex={-1}
              disabled={!edges.right}
              onClick={() => step(1)}
            />
          </span>
        </header>
      )}
      <div className={styles.scroller} ref={scroller} onScroll={look} data-row data-shape={shape}>
        <ul className={styles.list}>{children}</ul>
      </div>
    </section>
  );
}
