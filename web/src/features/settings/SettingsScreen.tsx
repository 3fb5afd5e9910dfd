/** Settings: how one likes it, and for administrators what the server is made of. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { FC } from "react";
import { queries } from "~/shared/data/queries";
import { type MessageKey, useT } from "~/shared/i18n";
import { Icon, type IconName } from "~/shared/ui/Icon";
import { Appearance } from "./Appearance";
import { Encoders } from "./Encoders";
import { Libraries } from "./Libraries";
import { PlaybackSettings } from "./PlaybackSettings";
import { Profile } from "./Profile";
import { Renditions } from "./Renditions";
import { Scans } from "./Scans";
import styles from "./SettingsScreen.module.css";
import { Troubles } from "./Troubles";
import { Users } from "./Users";

interface Tab {
  name: string;
  label: MessageKey;
  icon: IconName;
  administrator: boolean;
  Content: FC;
}

const TABS: readonly Tab[] = [
  { name: "appearance", label: "settings.appearance", icon: "image", administrator: false, Content: Appearance },
  { name: "playback", label: "settings.playback", icon: "play", administrator: false, Content: PlaybackSettings },
  { name: "profile", label: "settings.profile", icon: "user", administrator: false, Content: Profile },
  { name: "libraries", label: "settings.libraries", icon: "folder", administrator: true, Content: Libraries },
  { name: "scans", label: "scan.title", icon: "refresh", administrator: true, Content: Scans },
  { name: "renditions", label: "renditions.title", icon: "film", administrator: true, Content: Renditions },
  { name: "encoders", label: "encoders.title", icon: "gauge", administrator: true, Content: Encoders },
  { name: "troubles", label: "settings.troubles", icon: "warning", administrator: true, Content: Troubles },
  { name: "users", label: "settings.users", icon: "users", administrator: true, Content: Users },
];

const route = getRouteApi("/signed/shell/settings/{-$tab}");

export function SettingsScreen() {
  const t = useT();
  const { tab } = route.useParams();
  const me = useQuery(queries.me()).data;
  const tabs = TABS.filter((one) => !one.administrator || me?.user.policy.administrator);
  const current = tabs.find((one) => one.name === tab) ?? tabs[0];
  if (!current || !me) return null;
  const { Content } = current;
  return (
    <div className={styles.screen}>
      <div className={styles.side}>
        <h1 className={styles.title}>{t("settings.title")}</h1>
        <nav className={styles.tabs} aria-label={t("settings.title")} data-row>
          {tabs.map((one) => (
            <Link
              key={one.name}
              to="/settings/{-$tab}"
              params={{ tab: one.name }}
              replace
              className={styles.tab}
              aria-current={one === current ? "page" : undefined}
              data-current={one === current || undefined}
            >
              <Icon name={one.icon} size={1.25} filled={false} />
              {t(one.label)}
            </Link>
          ))}
        </nav>
        <p className={styles.about}>
          {me.server.name} · {t("settings.about", { version: me.server.version })}
        </p>
      </div>
      <section className={styles.content} aria-labelledby="settings-content">
        <h2 className={styles.heading} id="settings-content">
          {t(current.label)}
        </h2>
        <Content />
      </section>
    </div>
  );
}
