/** The picture as a surface: a click pauses, a tap shows the controls, a double tap at the sides skips. */

import { type PointerEvent, useRef } from "react";
import styles from "./TouchLayer.module.css";
import type { KeyActions } from "./usePlayerKeys";

const DOUBLE = 300;
const SKIP = 10;

interface Props {
  actions: KeyActions;
  idle: boolean;
  sleep: () => void;
}

export function TouchLayer({ actions, idle, sleep }: Props) {
  const last = useRef({ at: 0, x: 0 });
  const onUp = (event: PointerEvent) => {
    const now = performance.now();
    const twice = now - last.current.at < DOUBLE && Math.abs(event.clientX - last.current.x) < 80;
    last.current = { at: twice ? 0 : now, x: event.clientX };
    if (event.pointerType === "mouse") {
      if (event.button !== 0) return;
      actions.toggle();
      if (twice) actions.fullscreen();
      return;
    }
    const part = event.clientX / innerWidth;
    if (twice && part < 0.35) actions.skip(-SKIP);
    else if (twice && part > 0.65) actions.skip(SKIP);
    else if (idle) actions.wake();
    else sleep();
  };
  return <div className={styles.layer} onPointerUp={onUp} />;
}
