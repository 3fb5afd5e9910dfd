/** Where one is, what is loaded, where chapters begin; drawn along, it seeks. */

import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { PlaybackPlan, Trickplay } from "~/api/types";
import { clock } from "~/shared/format/time";
import { useT } from "~/shared/i18n";
import styles from "./SeekBar.module.css";
import { SeekPreview } from "./SeekPreview";
import { picturesAt } from "./trickplay";

interface Props {
  time: number;
  duration: number;
  loaded: number;
  chapters: PlaybackPlan["chapters"];
  trickplay: readonly Trickplay[];
  /** Where a key just led, for as long as that is shown. */
  jump: number | undefined;
  onSeek: (time: number) => void;
}

const STEP = 10;

export function SeekBar({ time, duration, loaded, chapters, trickplay, jump, onSeek }: Props) {
  const t = useT();
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number>();
  const [drag, setDrag] = useState<number>();
  const shown = drag ?? time;
  const part = (value: number) => (duration > 0 ? Math.min(1, Math.max(0, value / duration)) : 0);

  const at = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * duration : 0;
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    bar.current?.setPointerCapture(event.pointerId);
    setDrag(at(event));
  };
  const onMove = (event: PointerEvent) => {
    setHover(at(event));
    if (drag !== undefined) setDrag(at(event));
  };
  const onUp = (event: PointerEvent) => {
    if (drag === undefined) return;
    setDrag(undefined);
    onSeek(at(event));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP, PageDown: -60, PageUp: 60 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(time + step);
  };
  const point = drag ?? hover ?? jump;
  const pictures = point === undefined ? undefined : picturesAt(trickplay, point);
  const chapter = point === undefined ? undefined : chapters.findLast((one) => one.start <= point)?.title;
  return (
    <div
      ref={bar}
      className={styles.bar}
      role="slider"
      tabIndex={0}
      aria-label={t("player.seek")}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(shown)}
      aria-valuetext={t("player.position", { position: clock(shown), duration: clock(duration) })}
      data-dragging={drag !== undefined || undefined}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => setDrag(undefined)}
      onPointerLeave={() => setHover(undefined)}
      onKeyDown={onKey}
    >
      <div className={styles.rail}>
        <span className={styles.loaded} style={{ "--part": part(loaded) } as CSSProperties} />
        <span className={styles.played} style={{ "--part": part(shown) } as CSSProperties} />
        {chapters.slice(1).map((one) => (
          <span key={one.start} className={styles.chapter} style={{ "--part": part(one.start) } as CSSProperties} />
        ))}
      </div>
      <span className={styles.knob} style={{ "--part": part(shown) } as CSSProperties} />
      {point !== undefined && duration > 0 && (
        <span
          className={styles.tip}
          data-picture={pictures !== undefined || undefined}
          style={{ "--part": part(point) } as CSSProperties}
        >
          {pictures && <SeekPreview trickplay={pictures} time={point} />}
          <span className={styles.words}>
            {chapter && <span className={styles.tipChapter}>{chapter}</span>}
            {clock(point)}
          </span>
        </span>
      )}
    </div>
  );
}
