/** Files that could not be taken in, each with a line why. */

import { useQuery } from "@tanstack/react-query";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Icon } from "~/shared/ui/Icon";
import { ErrorState } from "~/shared/ui/State";
import styles from "./parts.module.css";

export function Troubles() {
  const t = useT();
  const troubles = useQuery(queries.troubles());
  if (troubles.isError) return <ErrorState error={troubles.error} retry={() => troubles.refetch()} />;
  const list = troubles.data ?? [];
  return (
    <>
      <p className={styles.text}>{list.length > 0 ? t("settings.troubles.text") : t("settings.troubles.none")}</p>
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
