/** The sheet of keyboard shortcuts. */

import { type MessageKey, useT } from "~/shared/i18n";
import { Dialog } from "~/shared/ui/Dialog";
import styles from "./KeySheet.module.css";

const everywhere: [string[], MessageKey][] = [
  [["/"], "keys.search"],
  [["g", "h"], "keys.home"],
  [["←", "→", "↑", "↓"], "keys.move"],
  [["Enter"], "keys.open"],
  [["Esc"], "keys.back"],
  [["?"], "keys.help"],
];

const player: [string[], MessageKey][] = [
  [["Space"], "keys.space"],
  [["←", "→"], "keys.skip"],
  [["↑", "↓"], "keys.volume"],
  [["f"], "keys.fullscreen"],
  [["m"], "keys.mute"],
  [["c"], "keys.subtitles"],
  [["n", "p"], "keys.next"],
  [["i"], "keys.stats"],
  [["0", "9"], "keys.digits"],
];

export default function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useT();
  const list = (title: MessageKey, keys: [string[], MessageKey][]) => (
    <section>
      <h3 className={styles.title}>{t(title)}</h3>
      <dl className={styles.list}>
        {keys.map(([names, meaning]) => (
          <div key={meaning} className={styles.line}>
            <dt>{t(meaning)}</dt>
            <dd>
              {names.map((name) => (
                <kbd key={name} className={styles.key}>
                  {name}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
  return (
    <Dialog open onClose={onClose} title={t("keys.title")} wide>
      <div className={styles.columns}>
        {list("keys.everywhere", everywhere)}
        {list("keys.inPlayer", player)}
      </div>
    </Dialog>
  );
}
