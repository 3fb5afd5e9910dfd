/** Scans: what runs, how far it is, and how the last ones went. */

import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { api } from "~/api/client";
import type { Scan } from "~/api/types";
import { isRunning } from "~/shared/data/events";
import { queries } from "~/shared/data/queries";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Button, IconButton } from "~/shared/ui/Button";
import { ErrorState } from "~/shared/ui/State";
import styles from "./parts.module.css";

export function Scans() {
  const t = useT();
  const scans = useQuery({ ...queries.scans(), staleTime: 0 });
  if (scans.isError) return <ErrorState error={scans.error} retry={() => scans.refetch()} />;
  const running = scans.data?.some(isRunning) ?? false;
  return (
    <>
      <div className={styles.list}>
        {scans.data?.map((scan) => (
          <ScanLine key={scan.libraryId} scan={scan} />
        ))}
      </div>
      <div className={styles.actions} hidden={!scans.data}>
        <Button look="strong" icon="refresh" onClick={() => api.POST("/api/v1/admin/scans")}>
          {t("scan.startAll")}
        </Button>
        {running && <Button onClick={() => api.DELETE("/api/v1/admin/scans")}>{t("scan.cancel")}</Button>}
      </div>
    </>
  );
}

function ScanLine({ scan }: { scan: Scan }) {
  const t = useT();
  const format = useFormat();
  const running = isRunning(scan);
  const part = scan.found > 0 ? scan.done / scan.found : 0;
  const where = { params: { path: { id: scan.libraryId } } };
  const facts = running
    ? [
        scan.found > 0 && t("scan.files", { done: scan.done, found: scan.found }),
        scan.rate >= 1 && t("scan.rate", { rate: Math.round(scan.rate) }),
        scan.left !== undefined && scan.left > 0 && t("scan.left", { time: format.length(scan.left) }),
      ]
    : [t("scan.outcome", { added: scan.added, updated: scan.updated, missing: scan.missing })];
  const wrong = scan.phase === "failed" || scan.phase === "offline";
  return (
    <div className={styles.item}>
      <div className={styles.words}>
        <p className={styles.name}>
          {scan.libraryTitle}
          <span className={styles.tag}>{t(`scan.phase.${scan.phase}`)}</span>
        </p>
        {!wrong && <p className={styles.detail}>{facts.filter(Boolean).join(" · ") || "\u00a0"}</p>}
        {running && <p className={styles.detail}>{scan.folder ?? "\u00a0"}</p>}
        {running && (
          <div
            className={styles.bar}
            role="progressbar"
            aria-label={scan.libraryTitle}
            aria-valuenow={Math.round(part * 100)}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <span style={{ "--part": part } as CSSProperties} />
          </div>
        )}
      </div>
      {running ? (
        <IconButton
          icon="close"
          label={`${t("scan.cancel")}: ${scan.libraryTitle}`}
          onClick={() => api.DELETE("/api/v1/admin/libraries/{id}/scan", where)}
        />
      ) : (
        <IconButton
          icon="refresh"
          label={`${t("scan.start")}: ${scan.libraryTitle}`}
          onClick={() => api.POST("/api/v1/admin/libraries/{id}/scan", where)}
        />
      )}
    </div>
  );
}
