/** Sound and subtitles, to be changed while it plays. */

import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import { Menu, MenuChoices, MenuTitle } from "~/shared/ui/Menu";
import type { ControlsProps } from "./Controls";
import { OFF } from "./useSubtitles";

export function TrackMenus({ playback, subtitles, stage, onMenu }: ControlsProps) {
  const t = useT();
  const format = useFormat();
  const { plan } = playback;
  if (!plan) return null;
  const audio = plan.tracks.filter((track) => track.kind === "audio");
  return (
    <>
      {audio.length > 1 && (
        <Menu
          side="top"
          align="end"
          container={stage.current}
          onOpenChange={onMenu}
          label={t("player.audio")}
          trigger={<IconButton icon="audio" label={t("player.audio")} />}
        >
          <MenuTitle>{t("player.audio")}</MenuTitle>
          <MenuChoices
            value={String(plan.audioTrack ?? audio[0]?.index)}
            choices={audio.map((track) => ({ value: String(track.index), label: format.track(track) }))}
            onChoose={(index) => playback.hear(Number(index))}
          />
        </Menu>
      )}
      {subtitles.tracks.length > 0 && (
        <Menu
          side="top"
          align="end"
          container={stage.current}
          onOpenChange={onMenu}
          label={t("player.subtitles")}
          trigger={
            <IconButton
              icon="subtitles"
              label={t("player.subtitles")}
              aria-pressed={subtitles.current !== OFF}
              filled={false}
            />
          }
        >
          <MenuTitle>{t("player.subtitles")}</MenuTitle>
          <MenuChoices
            value={String(subtitles.current)}
            choices={[
              { value: String(OFF), label: t("item.subtitles.off") },
              ...subtitles.tracks.map((track) => ({ value: String(track.index), label: format.track(track) })),
            ]}
            onChoose={(index) => subtitles.choose(Number(index))}
          />
        </Menu>
      )}
    </>
  );
}
