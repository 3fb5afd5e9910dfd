/** The hours of the day in which renditions are made. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { Hours } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Switch } from "~/shared/ui/Field";
import { useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";

/** One to seven in the morning. */
const NIGHT: Hours = { from: 60, to: 420 };

const two = (value: number) => String(value).padStart(2, "0");
const toText = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

function toMinutes(text: string): number | undefined {
  const [hours, minutes] = text.split(":").map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)
    ? undefined
    : hours * 60 + minutes;
}

export function RenditionHours({ hours }: { hours: Hours | undefined }) {
  const t = useT();
  const errorText = useErrorText();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (next: Hours | undefined) =>
      read(api.PUT("/api/v1/admin/renditions/settings", { body: { hours: next } })),
    onSettled: () => client.invalidateQueries({ queryKey: queries.renditions().queryKey }),
    onError: (error) => toast(errorText(error)),
  });
  const field = (name: keyof Hours) =>
    hours && (
      <input
        type="time"
        aria-label={t(`renditions.hours.${name}`)}
        value={toText(hours[name])}
        onChange={(event) => {
          const minutes = toMinutes(event.target.value);
          if (minutes !== undefined) save.mutate({ ...hours, [name]: minutes });
        }}
      />
    );
  return (
    <div className={styles.card}>
      <Switch
        label={t("renditions.hours")}
        checked={hours !== undefined}
        onChange={(on) => save.mutate(on ? NIGHT : undefined)}
      />
      {hours && (
        <div className={styles.lineup}>
          {field("from")}–{field("to")}
        </div>
      )}
    </div>
  );
}
