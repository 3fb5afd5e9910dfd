/** Quality, speed and statistics. */

import type { RefObject } from "react";
import { useWords } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import { Menu, MenuChoices, MenuItem, MenuLine, MenuTitle } from "~/shared/ui/Menu";
import type { Playback } from "./usePlayback";
import type { KeyActions } from "./usePlayerKeys";
import { useQuality } from "./useQuality";
import type { VideoState } from "./useVideoState";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

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
  const { choices, value, choose } = useQuality(playback);
  return (
    <Menu
      side="top"
      align="end"
      container={stage.current}
      onOpenChange={onMenu}
      label={t("player.options")}
      trigger={<IconButton icon="settings" label={t("player.options")} />}
    >
      {choices.length > 1 && (
        <>
          <MenuTitle>{t("player.quality")}</MenuTitle>
          <MenuChoices value={value} choices={choices} onChoose={choose} />
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
