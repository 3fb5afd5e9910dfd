/** Which rendition the films of each library get without anybody asking. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { LibraryAdmin, RenditionRule } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useWords } from "~/shared/i18n";
import { AHEAD_QUALITIES } from "~/shared/playback/qualities";
import { Switch } from "~/shared/ui/Field";
import { Picker } from "~/shared/ui/Menu";
import { useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";

const NONE = "none";
const CODECS = ["h264", "hevc", "av1"] as const;
const WITH_FILMS = new Set(["movies", "shows", "homeVideos", "musicVideos", "mixed"]);

export function RenditionRules() {
  const libraries = useQuery(queries.managedLibraries()).data;
  const rules = useQuery(queries.renditionRules()).data;
  if (!libraries || !rules) return null;
  return (
    <div className={styles.card}>
      {libraries
        .filter((library) => WITH_FILMS.has(library.kind))
        .map((library) => (
          <LibraryRule
            key={library.id}
            library={library}
            rules={rules.find((of) => of.libraryId === library.id)?.rules ?? []}
          />
        ))}
    </div>
  );
}

/** One rule is what the screen offers; more (made through the API) are shown by their first and replaced together. */
function LibraryRule({ library, rules }: { library: LibraryAdmin; rules: RenditionRule[] }) {
  const { t, number } = useWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const rule = rules[0];
  const save = useMutation({
    mutationFn: (next: RenditionRule[]) =>
      read(api.PUT("/api/v1/admin/libraries/{id}/renditions", { params: { path: { id: library.id } }, body: next })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queries.renditions().queryKey });
      toast(t("common.saved"));
    },
    onError: (error) => toast(errorText(error)),
  });
  const key = (height: number, rate: number) => `${height}@${rate}`;
  const known: readonly [number, number][] = rule ? [[rule.maxHeight, rule.maxBitRate]] : [];
  const offered = new Map([...AHEAD_QUALITIES, ...known].map(([height, rate]) => [key(height, rate), [height, rate]]));
  const choose = (value: string) => {
    const [maxHeight, maxBitRate] = offered.get(value) ?? [];
    const next =
      maxHeight && maxBitRate
        ? [{ maxHeight, maxBitRate, codec: rule?.codec, newFilesOnly: rule?.newFilesOnly ?? true }]
        : [];
    save.mutate(next);
  };
  return (
    <div>
      <div className={styles.lineup}>
        <span className={styles.label}>{library.title}</span>
        <Picker
          label={t("renditions.rule", { name: library.title })}
          align="end"
          value={rule ? key(rule.maxHeight, rule.maxBitRate) : NONE}
          choices={[
            { value: NONE, label: t("renditions.rule.none") },
            ...[...offered].map(([value, [height = 0, rate = 0]]) => ({
              value,
              label: t("renditions.quality", { height, rate: number(rate / 1e6) }),
            })),
          ]}
          onChoose={choose}
        />
      </div>
      {rule && (
        <div className={styles.lineup}>
          <span className={styles.label}>{t("renditions.codec")}</span>
          <Picker
            label={t("renditions.rule.codec", { name: library.title })}
            align="end"
            value={rule.codec ?? "h264"}
            choices={CODECS.map((codec) => ({ value: codec, label: t(`renditions.codec.${codec}`) }))}
            onChoose={(codec) => save.mutate(rules.map((one) => ({ ...one, codec })))}
          />
        </div>
      )}
      {rule && (
        <Switch
          label={t("renditions.rule.newOnly")}
          checked={rule.newFilesOnly ?? false}
          onChange={(newFilesOnly) => save.mutate(rules.map((one) => ({ ...one, newFilesOnly })))}
        />
      )}
    </div>
  );
}
