/** Designed states: empty, failed, waiting; each says what is so and offers one next step. */

import type { ReactNode } from "react";
import { ApiError } from "~/api/client";
import { useT } from "~/shared/i18n";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";
import styles from "./State.module.css";

interface Props {
  icon: IconName;
  title: string;
  text?: string;
  children?: ReactNode;
}

export function StateScreen({ icon, title, text, children }: Props) {
  return (
    <div className={styles.state}>
      <span className={styles.icon}>
        <Icon name={icon} size={2.25} />
      </span>
      <h1 className={styles.title}>{title}</h1>
      {text && <p className={styles.text}>{text}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

/** The text for an error, in the reader's language where we have one. */
export function useErrorText() {
  const t = useT();
  return (error: unknown): string => {
    if (!(error instanceof ApiError)) return t("error.internal");
    if (error.status === 0) return t("error.offline.title");
    if (error.code === "forbidden") return error.detail ?? t("error.forbidden");
    if (error.code === "tooMany") return t("error.tooMany");
    if (error.code === "notFound") return t("error.notFound.title");
    return error.detail ?? t("error.internal");
  };
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT();
  const text = useErrorText();
  const missing = error instanceof ApiError && error.code === "notFound";
  const away = error instanceof ApiError && error.status === 0;
  if (missing) {
    return (
      <StateScreen icon="search" title={t("error.notFound.title")} text={t("error.notFound.text")}>
        <a className={styles.link} href="#/" data-first-focus>
          {t("error.home")}
        </a>
      </StateScreen>
    );
  }
  return (
    <StateScreen
      icon="warning"
      title={away ? t("error.offline.title") : t("error.title")}
      text={away ? t("error.offline.text") : text(error)}
    >
      {retry && (
        <Button look="strong" icon="refresh" first onClick={retry}>
          {t("common.retry")}
        </Button>
      )}
    </StateScreen>
  );
}

/** Shown after a moment only: what comes at once needs no waiting sign. */
export function Waiting() {
  const t = useT();
  return (
    <div className={styles.waiting} role="status">
      <span className="visually-hidden">{t("common.loading")}</span>
      <span className={styles.spinner} />
    </div>
  );
}
