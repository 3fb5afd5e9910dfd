/** The frame of the browsing screens: bar above, dock below on phones. */

import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Icon } from "~/shared/ui/Icon";
import { Logo } from "~/shared/ui/Logo";
import { AccountMenu } from "./AccountMenu";
import { LibrarySheet } from "./LibrarySheet";
import { ScanPill } from "./ScanPill";
import styles from "./Shell.module.css";

export function Shell() {
  const t = useT();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <div className={styles.shell}>
      {/* No link: the address after `#` is the screen's, and only the focus may move. */}
      <button type="button" className={styles.skip} onClick={() => document.getElementById("main")?.focus()}>
        {t("app.skip")}
      </button>
      <TopBar />
      <main id="main" className={styles.main} tabIndex={-1} data-path={path}>
        <Outlet />
      </main>
      <ScanPill />
      <Dock />
    </div>
  );
}

function useScrolled(): boolean {
  const [scrolled, setScrolled] = useState(false);
  useEffect(() => {
    const look = () => setScrolled(scrollY > 12);
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, []);
  return scrolled;
}

function TopBar() {
  const t = useT();
  const scrolled = useScrolled();
  const libraries = useQuery(queries.libraries());
  return (
    <header className={styles.bar} data-scrolled={scrolled || undefined} data-row>
      <Link to="/" className={styles.brand}>
        <Logo />
      </Link>
      <nav className={styles.nav} aria-label={t("nav.main")}>
        <Link to="/" className={styles.navLink} activeOptions={{ exact: true }}>
          {t("nav.home")}
        </Link>
        {libraries.data?.map((library) => (
          <Link key={library.id} to="/library/$id" params={{ id: library.id }} className={styles.navLink}>
            {library.title}
          </Link>
        ))}
      </nav>
      <div className={styles.end}>
        <Link to="/search" search={{}} className={styles.search} aria-label={t("nav.search")}>
          <Icon name="search" size={1.25} />
          <span className={styles.searchText}>{t("nav.search")}</span>
          <kbd className={styles.key}>/</kbd>
        </Link>
        <AccountMenu />
      </div>
    </header>
  );
}

function Dock() {
  const t = useT();
  const [sheet, setSheet] = useState(false);
  const inLibrary = useRouterState({ select: (state) => state.location.pathname.startsWith("/library") });
  return (
    <nav className={styles.dock} aria-label={t("nav.main")}>
      <Link to="/" className={styles.dockLink} activeOptions={{ exact: true }}>
        <Icon name="home" />
        <span>{t("nav.home")}</span>
      </Link>
      <button
        type="button"
        className={styles.dockLink}
        data-status={inLibrary ? "active" : undefined}
        onClick={() => setSheet(true)}
      >
        <Icon name="grid" />
        <span>{t("nav.libraries")}</span>
      </button>
      <Link to="/search" search={{}} className={styles.dockLink}>
        <Icon name="search" />
        <span>{t("nav.search")}</span>
      </Link>
      <Link to="/settings/{-$tab}" params={{}} className={styles.dockLink}>
        <Icon name="user" />
        <span>{t("nav.you")}</span>
      </Link>
      {sheet && <LibrarySheet onClose={() => setSheet(false)} />}
    </nav>
  );
}
