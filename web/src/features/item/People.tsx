/** Who takes part: round portraits. */

import { Link } from "@tanstack/react-router";
import type { Credit } from "~/api/types";
import { type MessageKey, useT } from "~/shared/i18n";
import { Picture } from "~/shared/images/Picture";
import { initials } from "~/shared/ui/Card";
import { Row } from "~/shared/ui/Row";
import styles from "./People.module.css";

export function People({ people }: { people: readonly Credit[] }) {
  const t = useT();
  const once = people.filter((person, place) => people.findIndex((other) => other.id === person.id) === place);
  if (once.length === 0) return null;
  return (
    <Row title={t("item.cast")} shape="round">
      {once.map((person) => (
        <li key={person.id}>
          <Link
            to="/item/$id"
            params={{ id: person.id }}
            className={styles.person}
            data-focus-key={`person-${person.id}`}
          >
            <span className={styles.face}>
              <Picture
                image={person.image}
                title={initials(person.name)}
                mark={initials(person.name)}
                width={160}
                decorative
              />
            </span>
            <span className={styles.name}>{person.name}</span>
            <span className={styles.role}>{person.role || t(`job.${person.job}` as MessageKey)}</span>
          </Link>
        </li>
      ))}
    </Row>
  );
}
