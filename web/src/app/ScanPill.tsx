/** A scan that runs, wherever one is: how far, how fast, how long still, and a way to stop it. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type CSSProperties, useEffect, useState } from "react";
import { api } from "~/api/client";
import { isRunning } from "~/shared/data/events";
import { queries } from "~/shared/data/queries";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import styles from "./ScanPill.module.css";

/** A scan over before this is not worth a word. */
const PATIENCE = 300;

export function ScanPill() {
  const t = useT();
  const format = useFormat();
  const me = useQuery(queries.me());
  const administrator = me.data?.user.policy.administrator ?? false;
  const scans = useQuery({ ...queries.scans(), enabled: administrator });
  const running = scans.data?.filter(isRunning) ?? [];
  const scan = running.find((one) => one.phase !== "waiting") ?? running[0];
  const [shown, setShown] = useState(false);
  const active = scan !== undefined;
  useEffect(() => {
    const timer = setTimeout(() => setShown(active), active ? PATIENCE : 0);
    return () => clearTimeout(timer);
  }, [active]);
  if (!scan || !shown) return null;
  const part = scan.found > 0 ? scan.done / scan.found : 0;
  const facts = [
    t(`scan.phase.${scan.phase}`),
    scan.found > 0 && t("scan.files", { done: scan.done, found: scan.found }),
    scan.rate >= 1 && t("scan.rate", { rate: Math.round(scan.rate) }),
    scan.left !== undefined && scan.left > 0 && t("scan.left", { time: format.length(scan.left) }),
  ];
  return (
    <aside className={styles.pill} aria-label={t("scan.title")}>
      <Link to="/settings/{-$tab}" params={{ tab: "scans" }} className={styles.text}>
        <span className={styles.title}>{t("scan.running", { library: scan.libraryTitle })}</span>
        <span className={styles.facts}>{facts.filter(Boolean).join(" · ")}</span>
        <span
          className={styles.track}
          role="progressbar"
          aria-label={t("scan.running", { library: scan.libraryTitle })}
          aria-valuenow={Math.round(part * 100)}
        >
          <span style={{ "--part": part } as CSSProperties} data-unknown={scan.found === 0 || undefined} />
        </span>
      </Link>
      <IconButton
        icon="close"
        label={t("scan.cancel")}
        size={1.125}
        onClick={() => api.DELETE("/api/v1/admin/scans")}
      />
    </aside>
  );
}
