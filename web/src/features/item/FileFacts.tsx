/** What the file is, for those who want to know. */

import type { ItemDetail, Track, Version } from "~/api/types";
import { audioFacts, codecName, useFormat } from "~/shared/format/useFormat";
import { useWords } from "~/shared/i18n";
import styles from "./FileFacts.module.css";
import page from "./page.module.css";

export function FileFacts({ version, detail }: { version: Version; detail: ItemDetail }) {
  const { t, date, number } = useWords();
  const format = useFormat();
  const of = (kind: Track["kind"]) => version.tracks.filter((track) => track.kind === kind);
  const video = of("video").map((track) =>
    [
      codecName(track.codec),
      track.profile,
      track.video && `${track.video.width} × ${track.video.height}`,
      track.video && track.video.frameRate > 0 && `${number(track.video.frameRate, { maximumFractionDigits: 3 })} fps`,
      track.bitDepth && track.bitDepth > 8 && `${track.bitDepth} bit`,
      track.bitRate > 0 && format.bitRate(track.bitRate),
    ]
      .filter(Boolean)
      .join(" · "),
  );
  const audio = of("audio").map((track) =>
    [format.track(track), track.audio?.sampleRate && `${number(track.audio.sampleRate / 1000)} kHz`]
      .filter(Boolean)
      .join(" · "),
  );
  const subtitles = of("subtitle").map((track) => `${format.track(track)} · ${codecName(track.codec)}`);
  const file = [
    version.container.toUpperCase(),
    format.bytes(version.size),
    version.bitRate > 0 && format.bitRate(version.bitRate),
    date(detail.item.added),
  ];
  const lines: [string, string[]][] = [
    [t("item.technical"), [file.filter(Boolean).join(" · ")]],
    [t("item.video"), video],
    [t("item.audio"), audio.length > 0 ? audio : of("audio").map(audioFacts)],
    [t("item.subtitles"), subtitles],
    [t("item.path"), version.path ? [version.path] : []],
  ];
  return (
    <section className={page.section}>
      <dl className={styles.facts}>
        {lines
          .filter(([, values]) => values.length > 0)
          .map(([name, values]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {values.map((value, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two tracks may read the same
                  <span key={place}>{value}</span>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
