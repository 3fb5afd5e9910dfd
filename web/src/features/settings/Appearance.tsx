/** Colours and language of this device. */

import { type Language, languages, type MessageKey, useWords } from "~/shared/i18n";
import { setTheme, themes, useTheme } from "~/shared/theme/theme";
import { Picker } from "~/shared/ui/Menu";
import styles from "./parts.module.css";

export function Appearance() {
  const { t, language, setLanguage } = useWords();
  const theme = useTheme();
  return (
    <div className={styles.card}>
      <div className={styles.lineup}>
        <span className={styles.label}>{t("settings.theme")}</span>
        <Picker
          label={t("settings.theme")}
          align="end"
          value={theme}
          choices={themes.map((one) => ({ value: one, label: t(`settings.theme.${one}` as MessageKey) }))}
          onChoose={setTheme}
        />
      </div>
      <div className={styles.lineup}>
        <span className={styles.label}>{t("settings.language")}</span>
        <Picker
          label={t("settings.language")}
          align="end"
          value={language}
          choices={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
          onChoose={setLanguage}
        />
      </div>
    </div>
  );
}
