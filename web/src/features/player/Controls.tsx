/** The bar over the picture. */

import type { RefObject } from "react";
import type { ItemDetail } from "~/api/types";
import { clock } from "~/shared/format/time";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { tv } from "~/shared/theme/theme";
import { IconButton } from "~/shared/ui/Button";
import styles from "./Controls.module.css";
import { OptionsMenu } from "./OptionsMenu";
import { SeekBar } from "./SeekBar";
import { TrackMenus } from "./TrackMenus";
import { useFullscreen } from "./useFullscreen";
import type { Playback } from "./usePlayback";
import type { KeyActions } from "./usePlayerKeys";
import type { Subtitles } from "./useSubtitles";
import type { VideoState } from "./useVideoState";
import { Volume } from "./Volume";

export interface ControlsProps {
  detail: ItemDetail;
  playback: Playback;
  state: VideoState;
  duration: number;
  subtitles: Subtitles;
  actions: KeyActions;
  seek: (time: number) => void;
  /** Where a key just led, for as long as that is shown. */
  jump: number | undefined;
  stage: RefObject<HTMLElement | null>;
  video: RefObject<HTMLVideoElement | null>;
  hasNext: boolean;
  hasPrevious: boolean;
  onMenu: (open: boolean) => void;
}

export function Controls(props: ControlsProps) {
  const { detail, playback, state, duration, actions, seek, stage, video } = props;
  const t = useT();
  const format = useFormat();
  const fullscreen = useFullscreen();
  const { item } = detail;
  const title = item.series ? item.series.title : item.title;
  const subtitle = item.kind === "episode" ? format.subtitle(item) : item.year ? String(item.year) : "";
  const missing = playback.plan?.missingParts ?? [];
  const canPip = document.pictureInPictureEnabled && !tv;
  return (
    <div className={styles.controls}>
      <header className={styles.top}>
        <IconButton icon="back" label={t("player.exit")} onClick={actions.exit} size={1.625} />
        <div className={styles.names}>
          <h1 className={styles.title}>{title}</h1>
          {subtitle && <p className={styles.subtitle}>{subtitle}</p>}
          {missing.length > 0 && (
            <p className={styles.subtitle}>{t("item.missingParts", { numbers: missing.join(", ") })}</p>
          )}
        </div>
      </header>
      <footer className={styles.bottom}>
        <SeekBar
          time={state.time}
          duration={duration}
          loaded={state.loaded}
          chapters={playback.plan?.chapters ?? []}
          trickplay={playback.plan?.trickplay ?? []}
          jump={props.jump}
          onSeek={seek}
        />
        <div className={styles.bar}>
          <div className={styles.group}>
            {props.hasPrevious && (
              <IconButton
                icon="previous"
                label={t("player.previous")}
                onClick={actions.previous}
                className={styles.side}
              />
            )}
            <IconButton icon="back10" label={t("player.back10")} onClick={() => actions.skip(-10)} />
            <IconButton
              icon={state.paused ? "play" : "pause"}
              label={t(state.paused ? "player.play" : "player.pause")}
              onClick={actions.toggle}
              size={1.875}
              className={styles.play}
              data-first-focus
            />
            <IconButton icon="forward10" label={t("player.forward10")} onClick={() => actions.skip(10)} />
            {props.hasNext && <IconButton icon="next" label={t("player.next")} onClick={actions.next} />}
          </div>
          <p className={styles.time}>
            <span>{clock(state.time)}</span>
            <span className={styles.of}> / {clock(duration)}</span>
          </p>
          <div className={styles.group}>
            <Volume state={state} video={video} />
            <TrackMenus {...props} />
            <OptionsMenu
              playback={playback}
              state={state}
              video={video}
              stage={stage}
              actions={actions}
              onMenu={props.onMenu}
            />
            {canPip && (
              <IconButton
                icon="pip"
                label={t("player.pip")}
                className={styles.wide}
                onClick={() => {
                  if (document.pictureInPictureElement) void document.exitPictureInPicture();
                  else void video.current?.requestPictureInPicture().catch(() => undefined);
                }}
              />
            )}
            {!tv && document.fullscreenEnabled && (
              <IconButton
                icon={fullscreen ? "shrink" : "fullscreen"}
                label={t(fullscreen ? "player.exitFullscreen" : "player.fullscreen")}
                onClick={actions.fullscreen}
              />
            )}
          </div>
        </div>
      </footer>
    </div>
  );
}
