/** The folders that become libraries: found ones to tick, others to type, each looked at as it is typed. */

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useState } from "react";
import type { FolderReport, LibraryKind } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { type MessageKey, useT } from "~/shared/i18n";
import { Button, IconButton } from "~/shared/ui/Button";
import { Field } from "~/shared/ui/Field";
import { Icon } from "~/shared/ui/Icon";
import { libraryIcons } from "~/shared/ui/libraryIcons";
import { Picker } from "~/shared/ui/Menu";
import styles from "./FolderList.module.css";

export interface Folder {
  path: string;
  kind: LibraryKind;
}

const KINDS: LibraryKind[] = ["movies", "shows", "music", "photos", "homeVideos", "musicVideos", "books", "mixed"];

interface Props {
  folders: readonly Folder[];
  onChange: (folders: Folder[]) => void;
  code: string | undefined;
  enabled: boolean;
}

export function FolderList({ folders, onChange, code, enabled }: Props) {
  const t = useT();
  const suggestions = useQuery({ ...queries.folderSuggestions(code), enabled });
  const chosen = new Set(folders.map((folder) => folder.path));
  const add = (report: FolderReport) => {
    if (!chosen.has(report.path)) onChange([...folders, { path: report.path, kind: report.kind ?? "mixed" }]);
  };
  const offered = suggestions.data?.filter((report) => !chosen.has(report.path)) ?? [];
  return (
    <div className={styles.all}>
      {folders.length > 0 && (
        <ul className={styles.list}>
          {folders.map((folder) => (
            <li key={folder.path} className={styles.folder}>
              <Icon name={libraryIcons[folder.kind]} />
              <span className={styles.path}>{folder.path}</span>
              <Picker
                label={t("setup.folders.kind", { path: folder.path })}
                text={t(`kind.${folder.kind}`)}
                value={folder.kind}
                choices={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}` as MessageKey) }))}
                onChoose={(kind) => onChange(folders.map((one) => (one.path === folder.path ? { ...one, kind } : one)))}
                align="end"
              />
              <IconButton
                icon="close"
                size={1.125}
                label={t("setup.folders.remove", { path: folder.path })}
                onClick={() => onChange(folders.filter((one) => one.path !== folder.path))}
              />
            </li>
          ))}
        </ul>
      )}
      {offered.length > 0 && (
        <div className={styles.offer}>
          <h3 className={styles.offerTitle}>{t("setup.folders.found")}</h3>
          <ul className={styles.list}>
            {offered.map((report) => (
              <li key={report.path}>
                <button type="button" className={styles.found} onClick={() => add(report)}>
                  <Icon name="plus" size={1.125} />
                  <span className={styles.path}>{report.path}</span>
                  <Report report={report} />
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <PathField code={code} enabled={enabled} chosen={chosen} onAdd={add} />
    </div>
  );
}

function PathField({
  code,
  enabled,
  chosen,
  onAdd,
}: {
  code: string | undefined;
  enabled: boolean;
  chosen: Set<string>;
  onAdd: (report: FolderReport) => void;
}) {
  const t = useT();
  const [path, setPath] = useState("");
  const wanted = useDeferredValue(path.trim());
  const look = useQuery({ ...queries.folder(wanted, code), enabled: enabled && wanted.startsWith("/") });
  const report = wanted.startsWith("/") && look.data?.path !== undefined ? look.data : undefined;
  const usable = report?.readable === true && !look.isFetching && !chosen.has(report.path);
  const add = () => {
    if (!report || !usable) return;
    onAdd(report);
    setPath("");
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  const base = path.endsWith("/") ? path : `${path}/`;
  return (
    <div>
      <Field
        label={t("setup.folders.path")}
        value={path}
        placeholder="/srv/films"
        onChange={(event) => setPath(event.target.value)}
        onKeyDown={onKey}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        disabled={!enabled}
        hint={<Hint path={wanted} report={report} busy={look.isFetching} />}
        error={report && !report.readable && !look.isFetching ? report.trouble : undefined}
        end={
          <Button look="plain" onClick={add} disabled={!usable} className={styles.add}>
            {t("setup.folders.add")}
          </Button>
        }
      />
      {report?.readable && report.folders.length > 0 && path !== "" && (
        <div className={styles.inside}>
          {report.folders.slice(0, 12).map((name) => (
            <button type="button" key={name} className={styles.inner} onClick={() => setPath(base + name)}>
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Hint({ path, report, busy }: { path: string; report: FolderReport | undefined; busy: boolean }) {
  const t = useT();
  if (path === "") return t("setup.folders.hint");
  if (busy || !report) return t("setup.folders.checking");
  return <Report report={report} />;
}

function Report({ report }: { report: FolderReport }) {
  const t = useT();
  const key = report.more ? "setup.folders.countMore" : "setup.folders.count";
  return (
    <span className={styles.report}>
      {[t(key, { count: report.mediaFiles }), report.kind && t(`kind.${report.kind}`)].filter(Boolean).join(" · ")}
    </span>
  );
}
