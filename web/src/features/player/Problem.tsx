/** Why it does not play, in words, with the ways out. */

import { addressOf } from "~/api/client";
import type { ItemDetail } from "~/api/types";
import { type MessageKey, useT } from "~/shared/i18n";
import { Button } from "~/shared/ui/Button";
import { StateScreen } from "~/shared/ui/State";
import styles from "./Problem.module.css";
import type { Playback, Trouble } from "./usePlayback";

const WORDS: Record<Trouble, MessageKey> = {
  network: "player.error.network",
  decode: "player.error.decode",
  unsupported: "player.error.unsupported",
  away: "player.error.away",
  server: "error.internal",
};

export function Problem({ detail, playback, onExit }: { detail: ItemDetail; playback: Playback; onExit: () => void }) {
  const t = useT();
  const { trouble, plan, ask } = playback;
  if (!trouble) return null;
  const current = plan?.sourceId ?? ask.sourceId ?? detail.versions[0]?.id;
  const others = detail.versions.filter((version) => version.id !== current && !version.missing);
  const text = [t(WORDS[trouble.kind]), trouble.detail].filter(Boolean).join(" ");
  const mayConvert = trouble.kind === "decode" && !ask.avoidCopy;
  return (
    <div className={styles.problem} role="alert">
      <StateScreen icon="warning" title={t("player.error.title")} text={text}>
        <Button look="strong" icon="refresh" first onClick={playback.retry}>
          {t("common.retry")}
        </Button>
        {mayConvert && (
          <Button onClick={() => playback.change({ avoidDirect: true, avoidCopy: true })}>
            {t("player.error.convert")}
          </Button>
        )}
        {others.slice(0, 2).map((version) => (
          <Button
            key={version.id}
            onClick={() =>
              playback.change({
                sourceId: version.id,
                avoidDirect: false,
                avoidCopy: false,
                audioTrack: undefined,
                subtitleTrack: undefined,
              })
            }
          >
            {t("player.error.version", { name: version.title })}
          </Button>
        ))}
        {current && trouble.kind !== "away" && (
          <Button icon="download" onClick={() => location.assign(addressOf(`play/${current}/download`))}>
            {t("player.error.download")}
          </Button>
        )}
        <Button onClick={onExit}>{t("common.back")}</Button>
      </StateScreen>
    </div>
  );
}
