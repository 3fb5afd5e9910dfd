/** What one decides a film with: version, sound, subtitles, in one line. */

import type { Track, Version } from "~/api/types";
import { useFormat, versionFacts } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Picker } from "~/shared/ui/Menu";
import styles from "./Pickers.module.css";

export interface Picks {
  source?: string;
  audio?: number;
  subtitle?: number;
}

interface Props {
  versions: readonly Version[];
  version: Version;
  picks: Picks;
  onPick: (picks: Picks) => void;
}

const OFF = "-1";

export function Pickers({ versions, version, picks, onPick }: Props) {
  const t = useT();
  const format = useFormat();
  const audio = version.tracks.filter((track) => track.kind === "audio");
  const subtitles = version.tracks.filter((track) => track.kind === "subtitle");
  const name = (track: Track) => ({ value: String(track.index), label: format.track(track) });
  const usualAudio = audio.find((track) => track.default) ?? audio[0];
  const usualSubtitle = subtitles.find((track) => track.default || track.forced);
  if (versions.length < 2 && audio.length === 0 && subtitles.length === 0) return null;
  return (
    <div className={styles.pickers} data-row>
      {versions.length > 1 && (
        <Picker
          label={t("item.versions")}
          icon="film"
          value={version.id}
          choices={versions.map((one) => ({
            value: one.id,
            label: one.title,
            hint: [...versionFacts(one), one.container.toUpperCase(), format.bytes(one.size)].join(" · "),
          }))}
          onChoose={(source) => onPick({ source })}
        />
      )}
      {audio.length > 0 && (
        <Picker
          label={t("item.audio")}
          icon="audio"
          value={String(picks.audio ?? usualAudio?.index ?? "")}
          choices={audio.map(name)}
          onChoose={(index) => onPick({ ...picks, audio: Number(index) })}
        />
      )}
      {subtitles.length > 0 && (
        <Picker
          label={t("item.subtitles")}
          icon="subtitles"
          value={String(picks.subtitle ?? usualSubtitle?.index ?? OFF)}
          choices={[{ value: OFF, label: t("item.subtitles.off") }, ...subtitles.map(name)]}
          onChoose={(index) => onPick({ ...picks, subtitle: Number(index) })}
        />
      )}
    </div>
  );
}
