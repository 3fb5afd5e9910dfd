/** Which sound and subtitles one likes, on all devices. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { Preferences } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { type MessageKey, useWords } from "~/shared/i18n";
import { Switch } from "~/shared/ui/Field";
import { Picker } from "~/shared/ui/Menu";
import { useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";

/** ISO 639-2, the languages most films are in. */
const LANGUAGES = [
  "eng",
  "deu",
  "fra",
  "spa",
  "ita",
  "por",
  "nld",
  "pol",
  "rus",
  "tur",
  "swe",
  "dan",
  "nor",
  "fin",
  "jpn",
  "kor",
  "zho",
  "hin",
  "ara",
];
const MODES = ["default", "smart", "always", "onlyForced", "none"] as const;
const ANY = "*";

export function PlaybackSettings() {
  const { t, languageName } = useWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const me = useQuery(queries.me()).data;
  const save = useMutation({
    mutationFn: (preferences: Preferences) =>
      read(api.PATCH("/api/v1/users/{id}", { params: { path: { id: me?.user.id ?? "" } }, body: { preferences } })),
    onSuccess: (user) => {
      client.setQueryData(queries.me().queryKey, (before) => before && { ...before, user });
      toast(t("common.saved"));
    },
    onError: (error) => toast(errorText(error)),
  });
  if (!me) return null;
  const { preferences } = me.user;
  const set = (change: Partial<Preferences>) => save.mutate({ ...preferences, ...change });
  const choices = [
    { value: ANY, label: t("settings.fileDefault") },
    ...LANGUAGES.map((code) => ({ value: code, label: languageName(code) ?? code })),
  ];
  return (
    <div className={styles.card}>
      <div className={styles.lineup}>
        <span className={styles.label}>{t("settings.audioLanguage")}</span>
        <Picker
          label={t("settings.audioLanguage")}
          align="end"
          value={preferences.audioLanguage ?? ANY}
          choices={choices}
          onChoose={(code) => set({ audioLanguage: code === ANY ? null : code })}
        />
      </div>
      <div className={styles.lineup}>
        <span className={styles.label}>{t("settings.subtitleLanguage")}</span>
        <Picker
          label={t("settings.subtitleLanguage")}
          align="end"
          value={preferences.subtitleLanguage ?? ANY}
          choices={choices}
          onChoose={(code) => set({ subtitleLanguage: code === ANY ? null : code })}
        />
      </div>
      <div className={styles.lineup}>
        <span className={styles.label}>{t("settings.subtitleMode")}</span>
        <Picker
          label={t("settings.subtitleMode")}
          align="end"
          value={preferences.subtitleMode}
          choices={MODES.map((mode) => ({ value: mode, label: t(`settings.subtitleMode.${mode}` as MessageKey) }))}
          onChoose={(subtitleMode) => set({ subtitleMode })}
        />
      </div>
      <Switch
        label={t("settings.autoNext")}
        checked={preferences.autoPlayNext}
        onChange={(autoPlayNext) => set({ autoPlayNext })}
      />
    </div>
  );
}
