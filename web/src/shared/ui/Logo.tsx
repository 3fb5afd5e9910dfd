/** The name and its mark: a walrus, or what is left of one at this size. */

import styles from "./Logo.module.css";

export function Logo({ large }: { large?: boolean }) {
  return (
    <span className={styles.logo} data-large={large || undefined}>
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path
          d="M16 4C9.700 4 5.500 8 5.500 13.600c0 4.300 3 7.300 6.700 8.100v-4c0-1.300.8-2.100 2.100-2.100h3.400c1.300 0 2.100.8 2.100 2.100v4c3.700-.8 6.700-3.800 6.700-8.100C26.500 8 22.300 4 16 4z"
          fill="var(--accent)"
        />
        <path
          d="M13 18.200h2.300v7c0 .9-.5 1.600-1.150 1.900-.65-.3-1.150-1-1.150-1.900zM16.700 18.200H19v7c0 .9-.5 1.600-1.150 1.900-.65-.3-1.150-1-1.150-1.900z"
          fill="currentColor"
        />
        <circle cx="11.800" cy="11.700" r="1.300" fill="var(--bg)" />
        <circle cx="20.200" cy="11.700" r="1.300" fill="var(--bg)" />
      </svg>
      <span>Walros</span>
    </span>
  );
}
