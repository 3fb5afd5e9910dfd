/** Setting up: one screen, one button. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, read } from "~/api/client";
import { queries } from "~/shared/data/queries";
import { device, signedIn } from "~/shared/data/session";
import { type Language, languages, useWords } from "~/shared/i18n";
import { Button } from "~/shared/ui/Button";
import { Field } from "~/shared/ui/Field";
import { Logo } from "~/shared/ui/Logo";
import { Picker } from "~/shared/ui/Menu";
import { useErrorText } from "~/shared/ui/State";
import { type Folder, FolderList } from "./FolderList";
import { PasswordField } from "./PasswordField";
import styles from "./SetupScreen.module.css";
import { SHORTEST } from "./strength";

/** The server's own link carries the code: `?code=` before the `#`. */
const codeFromAddress = () => new URLSearchParams(location.search).get("code") ?? "";

export function SetupScreen() {
  const { t, language, setLanguage } = useWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [code, setCode] = useState(codeFromAddress);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [folders, setFolders] = useState<Folder[]>([]);
  const [tried, setTried] = useState(false);
  const status = useQuery(queries.setup(code || undefined));
  const admitted = status.data?.codeRight ?? false;

  const finish = useMutation({
    mutationFn: () =>
      read(
        api.POST("/api/v1/setup", {
          body: {
            code: code || undefined,
            name: name.trim(),
            password,
            libraries: folders.map((folder) => ({ folders: [folder.path], kind: folder.kind })),
            device: device(),
          },
        }),
      ),
    onSuccess: async () => {
      signedIn(client);
      await navigate({ to: "/", replace: true });
    },
  });

  const nameWrong = tried && name.trim() === "" ? t("setup.nameMissing") : undefined;
  const passwordWrong = tried && [...password].length < SHORTEST ? t("setup.passwordShort") : undefined;
  const codeWrong = (tried || code.length >= 4) && !admitted && !status.isFetching;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && [...password].length >= SHORTEST && admitted) finish.mutate();
  };

  return (
    <main className={styles.screen} tabIndex={-1}>
      <div className={styles.glow} aria-hidden="true" />
      <form className={styles.form} onSubmit={submit} noValidate>
        <header className={styles.head}>
          <Logo large />
          <div>
            <h1 className={styles.title}>{t("setup.title")}</h1>
            <p className={styles.text}>{t("setup.text")}</p>
          </div>
          <Picker
            label={t("setup.language")}
            value={language}
            choices={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
            onChoose={setLanguage}
            align="end"
          />
        </header>
        <div className={styles.columns}>
          <section className={styles.card} aria-labelledby="setup-account">
            <h2 className={styles.cardTitle} id="setup-account">
              {t("setup.account")}
            </h2>
            <Field
              label={t("setup.name")}
              error={nameWrong}
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={64}
              data-first-focus
            />
            <PasswordField value={password} onChange={setPassword} error={passwordWrong} />
            {status.data?.codeNeeded && (
              <Field
                label={t("setup.code")}
                hint={t("setup.code.text")}
                error={codeWrong ? t("setup.code.wrong") : undefined}
                value={code}
                onChange={(event) => setCode(event.target.value.trim())}
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
              />
            )}
          </section>
          <section className={styles.card} aria-labelledby="setup-folders">
            <div>
              <h2 className={styles.cardTitle} id="setup-folders">
                {t("setup.folders")}
              </h2>
              <p className={styles.cardText}>{t("setup.folders.text")}</p>
            </div>
            <FolderList folders={folders} onChange={setFolders} code={code || undefined} enabled={admitted} />
            {(status.data?.libraries ?? 0) > 0 && (
              <p className={styles.cardText}>{t("setup.folders.already", { count: status.data?.libraries ?? 0 })}</p>
            )}
          </section>
        </div>
        <footer className={styles.foot}>
          {finish.isError && (
            <p className={styles.error} role="alert">
              {errorText(finish.error)}
            </p>
          )}
          <Button type="submit" look="strong" busy={finish.isPending} className={styles.finish}>
            {finish.isPending ? t("setup.finishing") : t("setup.finish")}
          </Button>
        </footer>
      </form>
    </main>
  );
}
