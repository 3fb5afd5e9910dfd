/** Who is signed in, and what concerns him. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import { api } from "~/api/client";
import { queries } from "~/shared/data/queries";
import { signedOut } from "~/shared/data/session";
import { useT } from "~/shared/i18n";
import { tileOf } from "~/shared/images/hash";
import { music } from "~/shared/music/queue";
import { initials } from "~/shared/ui/Card";
import { Menu, MenuItem, MenuLine, MenuTitle } from "~/shared/ui/Menu";
import styles from "./AccountMenu.module.css";
import { showSheet } from "./keys";

export function AccountMenu() {
  const t = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useQuery(queries.me());
  const name = me.data?.user.name ?? "";
  const leave = async () => {
    music.stop();
    // First the screen, whose pictures would be refused behind the other.
    await navigate({ to: "/login" });
    await api.POST("/api/v1/logout").catch(() => undefined);
    signedOut(client);
  };
  return (
    <Menu
      align="end"
      label={t("nav.account", { name })}
      trigger={
        <button type="button" className={styles.avatar} aria-label={t("nav.account", { name })}>
          <span style={{ "--h": tileOf(name).hue } as CSSProperties}>{initials(name)}</span>
        </button>
      }
    >
      <MenuTitle>{name}</MenuTitle>
      <MenuItem icon="settings" onSelect={() => navigate({ to: "/settings/{-$tab}", params: {} })}>
        {t("nav.settings")}
      </MenuItem>
      <MenuItem icon="keyboard" onSelect={showSheet}>
        {t("nav.shortcuts")}
      </MenuItem>
      <MenuLine />
      <MenuItem icon="logout" onSelect={leave}>
        {t("nav.logout")}
      </MenuItem>
    </Menu>
  );
}
