/** Who may come in. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, read } from "~/api/client";
import type { User } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useWords } from "~/shared/i18n";
import { Button, IconButton } from "~/shared/ui/Button";
import { Confirm, Dialog } from "~/shared/ui/Dialog";
import { Field, Switch } from "~/shared/ui/Field";
import { ErrorState, useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";

export function Users() {
  const { t, ago } = useWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const me = useQuery(queries.me()).data;
  const users = useQuery(queries.users());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<User>();
  const remove = useMutation({
    mutationFn: (id: string) => read(api.DELETE("/api/v1/users/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      setRemoving(undefined);
      await client.invalidateQueries({ queryKey: ["users"] });
    },
    onError: (error) => toast(errorText(error)),
  });
  if (users.isError) return <ErrorState error={users.error} retry={() => users.refetch()} />;
  return (
    <>
      <div className={styles.list}>
        {users.data?.map((user) => (
          <div key={user.id} className={styles.item}>
            <div className={styles.words}>
              <p className={styles.name}>
                {user.name}
                {user.id === me?.user.id && <span className={styles.tag}>{t("settings.users.you")}</span>}
                {user.policy.administrator && <span className={styles.tag}>{t("settings.users.admin")}</span>}
                {user.policy.disabled && <span className={styles.tag}>{t("settings.users.disabled")}</span>}
                {!user.hasPassword && <span className={styles.tag}>{t("settings.users.noPassword")}</span>}
              </p>
              <p className={styles.detail}>
                {user.lastActivity
                  ? t("settings.users.active", { time: ago(user.lastActivity) })
                  : t("settings.users.never")}
              </p>
            </div>
            {user.id !== me?.user.id && (
              <IconButton
                icon="trash"
                label={t("settings.users.remove", { name: user.name })}
                onClick={() => setRemoving(user)}
              />
            )}
          </div>
        ))}
      </div>
      <div className={styles.actions} hidden={!users.data}>
        <Button look="strong" icon="plus" onClick={() => setAdding(true)}>
          {t("settings.users.add")}
        </Button>
      </div>
      {adding && <NewUser onClose={() => setAdding(false)} />}
      <Confirm
        open={removing !== undefined}
        title={t("settings.users.remove", { name: removing?.name ?? "" })}
        text={t("settings.users.removeText", { name: removing?.name ?? "" })}
        action={t("common.remove")}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id)}
        onClose={() => setRemoving(undefined)}
      />
    </>
  );
}

function NewUser({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [administrator, setAdministrator] = useState(false);
  const create = useMutation({
    mutationFn: () =>
      read(api.POST("/api/v1/users", { body: { name: name.trim(), password: password || undefined, administrator } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["users"] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) create.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t("settings.users.add")}>
      <form className={styles.form} onSubmit={submit}>
        <Field
          label={t("setup.name")}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          error={create.isError ? errorText(create.error) : undefined}
        />
        <Field
          label={t("setup.password")}
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="new-password"
        />
        <Switch label={t("settings.users.makeAdmin")} checked={administrator} onChange={setAdministrator} />
        <div className={styles.end}>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look="strong" busy={create.isPending} disabled={!name.trim()}>
            {t("settings.users.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
