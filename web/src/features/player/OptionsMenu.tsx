/** Quality, speed and statistics. */

import type { RefObject } from "react";
import { useWords } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import { Menu, MenuChoices, MenuItem, MenuLine, MenuTitle } from "~/shared/ui/Menu";
import type { Playback } from "./usePlayback";
import type { KeyActions } from "./usePlayerKeys";
import type { VideoState } from "./useVideoState";

/** Heights with the bits per second that do them justice. */
export const QUALITIES: readonly [height: number, rate: number][] = [
  [2160, 40e6],
  [1080, 12e6],
  [1080, 8e6],
  [720, 4e6],
  [480, 2e6],
  [360, 1e6],
];

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const ORIGINAL = "original";

interface Props {
  playback: Playback;
  state: VideoState;
  video: RefObject<HTMLVideoElement | null>;
  stage: RefObject<HTMLElement | null>;
  actions: KeyActions;
  onMenu: (open: boolean) => void;
}

export function OptionsMenu({ playback, state, video, stage, actions, onMenu }: Props) {
  const { t, number } = useWords();
  const { plan, ask } = playback;
  const height = plan?.tracks.find((track) => track.kind === "video")?.video?.height ?? 0;
  const key = ([tall, rate]: readonly [number, number]) => `${tall}@${rate}`;
  const offered = QUALITIES.filter(([tall]) => tall <= Math.max(height, 360));
  return (
    <Menu
      side="top"
      align="end"
      container={stage.current}
      onOpenChange={onMenu}
      label={t("player.options")}
      trigger={<IconButton icon="settings" label={t("player.options")} />}
    >
      {height > 0 && (
        <>
          <MenuTitle>{t("player.quality")}</MenuTitle>
          <MenuChoices
            value={ask.maxHeight ? key([ask.maxHeight, ask.maxBitRate ?? 0]) : ORIGINAL}
            choices={[
              { value: ORIGINAL, label: t("player.quality.auto") },
              ...offered.map((quality) => ({
                value: key(quality),
                label: t("player.quality.height", { height: quality[0], rate: number(quality[1] / 1e6) }),
              })),
            ]}
            onChoose={(value) => {
              const [maxHeight, maxBitRate] = value === ORIGINAL ? [] : value.split("@").map(Number);
              playback.change({ maxHeight, maxBitRate, sourceId: plan?.sourceId });
            }}
          />
          <MenuLine />
        </>
      )}
      <MenuTitle>{t("player.speed")}</MenuTitle>
      <MenuChoices
        value={String(state.rate)}
        choices={SPEEDS.map((speed) => ({
          value: String(speed),
          label: t("player.speed.value", { speed: number(speed) }),
        }))}
        onChoose={(speed) => {
          if (video.current) video.current.playbackRate = Number(speed);
        }}
      />
      <MenuLine />
      <MenuItem icon="gauge" onSelect={actions.stats}>
        {t("player.stats")}
      </MenuItem>
    </Menu>
  );
}
