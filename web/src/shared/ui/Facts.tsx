/** One line of facts: year · length · rating, and badges for what the picture and sound are. */

import styles from "./Facts.module.css";

const BADGE = /^(?:4K|\d{3,4}p|HDR10\+?|HLG|Dolby .+|DTS:X|\d\.\d)$/;

export function Facts({ facts }: { facts: readonly (string | false | 0 | undefined)[] }) {
  const shown = facts.filter((fact): fact is string => Boolean(fact));
  if (shown.length === 0) return null;
  return (
    <ul className={styles.facts}>
      {shown.map((fact) => (
        <li key={fact} className={BADGE.test(fact) ? styles.badge : styles.fact}>
          {fact}
        </li>
      ))}
    </ul>
  );
}
