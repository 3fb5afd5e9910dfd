/** The libraries, for phones: the bar above has no room for them. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Dialog } from "~/shared/ui/Dialog";
import { Icon } from "~/shared/ui/Icon";
import { libraryIcons } from "~/shared/ui/libraryIcons";
import styles from "./LibrarySheet.module.css";

export function LibrarySheet({ onClose }: { onClose: () => void }) {
  const t = useT();
  const libraries = useQuery(queries.libraries());
  return (
    <Dialog open onClose={onClose} title={t("nav.libraries")}>
      <ul className={styles.list}>
        {libraries.data?.map((library) => (
          <li key={library.id}>
            <Link to="/library/$id" params={{ id: library.id }} className={styles.link} onClick={onClose}>
              <Icon name={libraryIcons[library.kind]} />
              {library.title}
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
