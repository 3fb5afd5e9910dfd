/** Files that could not be taken in, each with a line why. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Button } from "~/shared/ui/Button";
import { Icon } from "~/shared/ui/Icon";
import { ErrorState, useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";

export function Troubles() {
  const t = useT();
  const errorText = useErrorText();
  const troubles = useQuery(queries.troubles());
  const retry = useMutation({
    mutationFn: () => read(api.POST("/api/v1/admin/troubles/retry")),
    onError: (error) => toast(errorText(error)),
  });
  if (troubles.isError) return <ErrorState error={troubles.error} retry={() => troubles.refetch()} />;
  const list = troubles.data ?? [];
  return (
    <>
      <p className={styles.text}>{list.length > 0 ? t("settings.troubles.text") : t("settings.troubles.none")}</p>
      {list.length > 0 && (
        <Button icon="refresh" onClick={() => retry.mutate()} disabled={retry.isPending}>
          {t("common.retry")}
        </Button>
      )}
      <div className={styles.list}>
        {list.map((trouble) => (
          <div key={trouble.path} className={styles.item}>
            <Icon name="warning" />
            <div className={styles.words}>
              <p className={styles.name}>{trouble.path.split("/").at(-1)}</p>
              <p className={styles.wrong}>{trouble.text}</p>
              <p className={styles.detail}>{trouble.path}</p>
            </div>
          </div>
        ))}
      </div>
    </>
  );
}
