/** Buttons: strong for the one thing a screen is for, quiet for the rest. */

import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "strong" | "quiet" | "plain" | "danger";
  icon?: IconName;
  busy?: boolean;
  first?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

export function Button({ look = "quiet", icon, busy, first, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      className={[styles.button, styles[look], className].filter(Boolean).join(" ")}
      aria-busy={busy || undefined}
      data-first-focus={first || undefined}
      {...rest}
      disabled={rest.disabled || busy}
    >
      {busy ? <span className={styles.spinner} /> : icon && <Icon name={icon} size={1.25} />}
      <span className={styles.label}>{children}</span>
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
  filled?: boolean;
  size?: number;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, filled, size, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={[styles.icon, className].filter(Boolean).join(" ")}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} filled={filled} size={size} />
    </button>
  );
}
