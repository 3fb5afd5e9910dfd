/** Libraries: what they are made of, adding and removing them. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "~/api/client";
import type { LibraryAdmin } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Button, IconButton } from "~/shared/ui/Button";
import { Confirm } from "~/shared/ui/Dialog";
import { Icon } from "~/shared/ui/Icon";
import { libraryIcons } from "~/shared/ui/libraryIcons";
import { ErrorState, useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import { NewLibrary } from "./NewLibrary";
import styles from "./parts.module.css";

export function Libraries() {
  const t = useT();
  const errorText = useErrorText();
  const client = useQueryClient();
  const libraries = useQuery(queries.managedLibraries());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<LibraryAdmin>();
  const onError = (error: unknown) => toast(errorText(error));
  const scan = useMutation({
    mutationFn: (id: string) => read(api.POST("/api/v1/admin/libraries/{id}/scan", { params: { path: { id } } })),
    onError,
  });
  const remove = useMutation({
    mutationFn: (id: string) => read(api.DELETE("/api/v1/admin/libraries/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      setRemoving(undefined);
      await client.invalidateQueries();
    },
    onError,
  });
  if (libraries.isError) return <ErrorState error={libraries.error} retry={() => libraries.refetch()} />;
  return (
    <>
      <div className={styles.list}>
        {libraries.data?.length === 0 && <p className={styles.text}>{t("settings.libraries.empty")}</p>}
        {libraries.data?.map((library) => (
          <div key={library.id} className={styles.item}>
            <Icon name={libraryIcons[library.kind]} />
            <div className={styles.words}>
              <p className={styles.name}>
                {library.title}
                <span className={styles.tag}>{t(`kind.${library.kind}`)}</span>
              </p>
              {library.folders.map((folder) => (
                <p key={folder.path} className={folder.online ? styles.detail : styles.wrong}>
                  {folder.path} ·{" "}
                  {folder.online
                    ? t("settings.library.files", { count: folder.files })
                    : (folder.trouble ?? t("settings.library.offline"))}
                </p>
              ))}
            </div>
            <IconButton
              icon="refresh"
              label={`${t("scan.start")}: ${library.title}`}
              onClick={() => scan.mutate(library.id)}
            />
            <IconButton
              icon="trash"
              label={t("settings.library.remove", { name: library.title })}
              onClick={() => setRemoving(library)}
            />
          </div>
        ))}
      </div>
      <div className={styles.actions} hidden={!libraries.data}>
        <Button look="strong" icon="plus" onClick={() => setAdding(true)}>
          {t("settings.libraries.add")}
        </Button>
      </div>
      {adding && <NewLibrary onClose={() => setAdding(false)} />}
      <Confirm
        open={removing !== undefined}
        title={t("settings.library.remove", { name: removing?.title ?? "" })}
        text={t("settings.library.removeText")}
        action={t("common.remove")}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id)}
        onClose={() => setRemoving(undefined)}
      />
    </>
  );
}
