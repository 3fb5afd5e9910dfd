/** Signing in: who is there, then the password. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type CSSProperties, type FormEvent, useState } from "react";
import { ApiError, api, read } from "~/api/client";
import { queries } from "~/shared/data/queries";
import { device, signedIn } from "~/shared/data/session";
import { useT } from "~/shared/i18n";
import { tileOf } from "~/shared/images/hash";
import { Button } from "~/shared/ui/Button";
import { initials } from "~/shared/ui/Card";
import { Field } from "~/shared/ui/Field";
import { Logo } from "~/shared/ui/Logo";
import { useErrorText } from "~/shared/ui/State";
import styles from "./LoginScreen.module.css";

export function LoginScreen() {
  const t = useT();
  const errorText = useErrorText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const users = useQuery(queries.publicUsers());
  const [other, setOther] = useState(false);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");

  const login = useMutation({
    mutationFn: (who: { name: string; password: string }) =>
      read(api.POST("/api/v1/login", { body: { ...who, device: device() } })),
    onSuccess: async () => {
      signedIn(client);
      await navigate({ to: "/", replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) login.mutate({ name: name.trim(), password });
  };
  const choose = (user: { name: string; hasPassword: boolean }) => {
    login.reset();
    setName(user.name);
    setPassword("");
    if (!user.hasPassword) login.mutate({ name: user.name, password: "" });
  };

  if (!users.data && !users.isError) return <main tabIndex={-1} />;
  const faces = users.data ?? [];
  const typing = other || faces.length === 0;
  const wrong = login.error instanceof ApiError && login.error.status === 401;
  const failure = login.error ? (wrong ? t("login.wrong") : errorText(login.error)) : undefined;
  return (
    <main className={styles.screen} tabIndex={-1}>
      <div className={styles.glow} aria-hidden="true" />
      <div className={styles.box}>
        <Logo large />
        <h1 className={styles.title}>{typing ? t("login.welcome") : t("login.who")}</h1>
        {!typing && (
          <ul className={styles.faces} data-row>
            {faces.map((user, place) => (
              <li key={user.name}>
                <button
                  type="button"
                  className={styles.face}
                  aria-pressed={name === user.name}
                  data-first-focus={place === 0 || undefined}
                  onClick={() => choose(user)}
                >
                  <span style={{ "--h": tileOf(user.name).hue } as CSSProperties}>{initials(user.name)}</span>
                  {user.name}
                </button>
              </li>
            ))}
          </ul>
        )}
        {(typing || name !== "") && (
          <form className={styles.form} onSubmit={submit}>
            {typing ? (
              <Field
                label={t("login.name")}
                value={name}
                onChange={(event) => setName(event.target.value)}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                // the one thing this screen is for
                autoFocus
              />
            ) : (
              <input type="hidden" autoComplete="username" value={name} readOnly />
            )}
            <Field
              key={typing ? "typed" : name}
              label={t("login.password")}
              type="password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete="current-password"
              error={failure}
              // choosing a face leads here
              autoFocus={!typing}
            />
            <Button type="submit" look="strong" busy={login.isPending} className={styles.submit}>
              {login.isPending ? t("login.submitting") : t("login.submit")}
            </Button>
          </form>
        )}
        {!typing && (
          <Button
            look="plain"
            onClick={() => {
              setOther(true);
              setName("");
            }}
          >
            {t("login.other")}
          </Button>
        )}
      </div>
    </main>
  );
}
