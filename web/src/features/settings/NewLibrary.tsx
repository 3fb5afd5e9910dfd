/** Adding a library: a folder, and if one likes a name and a kind. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useState } from "react";
import { api, read } from "~/api/client";
import type { LibraryKind } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { type MessageKey, useT } from "~/shared/i18n";
import { Button } from "~/shared/ui/Button";
import { Dialog } from "~/shared/ui/Dialog";
import { Field } from "~/shared/ui/Field";
import { Picker } from "~/shared/ui/Menu";
import { useErrorText } from "~/shared/ui/State";
import styles from "./parts.module.css";

const KINDS: LibraryKind[] = ["movies", "shows", "music", "photos", "homeVideos", "musicVideos", "books", "mixed"];
const GUESS = "guess";

export function NewLibrary({ onClose }: { onClose: () => void }) {
  const t = useT();
  const errorText = useErrorText();
  const client = useQueryClient();
  const [path, setPath] = useState("");
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<LibraryKind | typeof GUESS>(GUESS);
  const wanted = useDeferredValue(path.trim());
  const suggestions = useQuery(queries.folderSuggestions()).data ?? [];
  const look = useQuery({ ...queries.folder(wanted), enabled: wanted.startsWith("/") });
  const report = wanted.startsWith("/") ? look.data : undefined;
  const create = useMutation({
    mutationFn: () =>
      read(
        api.POST("/api/v1/admin/libraries", {
          body: { folders: [path.trim()], title: title.trim() || undefined, kind: kind === GUESS ? undefined : kind },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (report?.readable) create.mutate();
  };
  const guessed = report?.kind ? ` (${t(`kind.${report.kind}`)})` : "";
  const files =
    report && t(report.more ? "setup.folders.countMore" : "setup.folders.count", { count: report.mediaFiles });
  return (
    <Dialog open onClose={onClose} title={t("settings.libraries.add")}>
      <form className={styles.form} onSubmit={submit}>
        <Field
          label={t("settings.library.folder")}
          value={path}
          placeholder="/srv/films"
          onChange={(event) => setPath(event.target.value)}
          hint={report?.readable ? files : t("setup.folders.hint")}
          error={report && !report.readable ? report.trouble : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          list="folder-suggestions"
        />
        <datalist id="folder-suggestions">
          {suggestions.map((one) => (
            <option key={one.path} value={one.path} />
          ))}
        </datalist>
        <div className={styles.lineup}>
          <span>{t("settings.library.kind")}</span>
          <Picker
            label={t("settings.library.kind")}
            align="end"
            value={kind}
            choices={[
              { value: GUESS, label: `${t("settings.library.guess")}${guessed}` },
              ...KINDS.map((one) => ({ value: one, label: t(`kind.${one}` as MessageKey) })),
            ]}
            onChoose={(next) => setKind(next as LibraryKind | typeof GUESS)}
          />
        </div>
        <Field
          label={t("settings.library.name")}
          value={title}
          hint={t("settings.library.nameHint")}
          onChange={(event) => setTitle(event.target.value)}
          autoComplete="off"
        />
        {create.isError && (
          <p className={styles.wrong} role="alert">
            {errorText(create.error)}
          </p>
        )}
        <div className={styles.end}>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look="strong" busy={create.isPending} disabled={!report?.readable}>
            {t("settings.library.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
