/** The libraries as tiles. */

import { Link } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import type { LibraryCard } from "~/api/types";
import { useT } from "~/shared/i18n";
import { tileOf } from "~/shared/images/hash";
import { Icon } from "~/shared/ui/Icon";
import { libraryIcons } from "~/shared/ui/libraryIcons";
import { Row } from "~/shared/ui/Row";
import styles from "./LibraryTiles.module.css";

export function LibraryTiles({ libraries }: { libraries: readonly LibraryCard[] }) {
  const t = useT();
  return (
    <Row title={t("home.libraries")} shape="wide">
      {libraries.map((library) => (
        <li key={library.id}>
          <Link
            to="/library/$id"
            params={{ id: library.id }}
            className={styles.tile}
            style={{ "--h": tileOf(library.title).hue } as CSSProperties}
          >
            <Icon name={libraryIcons[library.kind]} size={1.75} />
            <span className={styles.name}>{library.title}</span>
            {library.offline && <Icon name="warning" size={1.125} />}
          </Link>
        </li>
      ))}
    </Row>
  );
}
