/** One's password and devices. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, read } from "~/api/client";
import { queries } from "~/shared/data/queries";
import { useWords } from "~/shared/i18n";
import { Button, IconButton } from "~/shared/ui/Button";
import { Field } from "~/shared/ui/Field";
import { useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";

export function Profile() {
  return (
    <>
      <Password />
      <Devices />
    </>
  );
}

function Password() {
  const { t } = useWords();
  const errorText = useErrorText();
  const me = useQuery(queries.me()).data;
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const save = useMutation({
    mutationFn: () =>
      read(
        api.PUT("/api/v1/users/{id}/password", {
          params: { path: { id: me?.user.id ?? "" } },
          body: { current, new: next },
        }),
      ),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      toast(t("common.saved"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next) save.mutate();
  };
  return (
    <form className={styles.card} onSubmit={submit}>
      <input type="hidden" autoComplete="username" value={me?.user.name ?? ""} readOnly />
      <Field
        label={t("settings.password.current")}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        error={save.isError ? errorText(save.error) : undefined}
      />
      <Field
        label={t("settings.password.new")}
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.target.value)}
        hint={t("settings.password.text")}
      />
      <div className={styles.end}>
        <Button type="submit" busy={save.isPending} disabled={!next}>
          {t("settings.password")}
        </Button>
      </div>
    </form>
  );
}

function Devices() {
  const { t, ago } = useWords();
  const client = useQueryClient();
  const me = useQuery(queries.me()).data;
  const devices = useQuery(queries.devices()).data?.filter((device) => device.userId === me?.user.id) ?? [];
  const remove = useMutation({
    mutationFn: (id: string) => read(api.DELETE("/api/v1/devices/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["devices"] }),
  });
  return (
    <section className={styles.list}>
      <h3>{t("settings.devices")}</h3>
      {devices.map((device) => (
        <div key={device.id} className={styles.item}>
          <div className={styles.words}>
            <p className={styles.name}>
              {device.name}
              {device.current && <span className={styles.tag}>{t("settings.device.current")}</span>}
            </p>
            <p className={styles.detail}>
              {device.app} {device.appVersion} · {t("settings.device.seen", { time: ago(device.lastSeen) })}
            </p>
          </div>
          {!device.current && (
            <IconButton
              icon="logout"
              label={t("settings.device.signOut", { name: device.name })}
              onClick={() => remove.mutate(device.id)}
            />
          )}
        </div>
      ))}
    </section>
  );
}
