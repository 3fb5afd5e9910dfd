/** Renditions made ahead of time: rules of libraries, when they are made, and how far each is. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { api, read } from "~/api/client";
import type { Rendition } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Button, IconButton } from "~/shared/ui/Button";
import { ErrorState, useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./parts.module.css";
import { RenditionHours } from "./RenditionHours";
import { RenditionRules } from "./RenditionRules";

/** Milliseconds between looks while something is made. */
const LOOK = 2000;

export function Renditions() {
  const t = useT();
  const format = useFormat();
  const errorText = useErrorText();
  const client = useQueryClient();
  const renditions = useQuery({
    ...queries.renditions(),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.running === undefined ? false : LOOK),
  });
  const change = useMutation({
    mutationFn: (asked: () => Promise<unknown>) => asked(),
    onSettled: () => client.invalidateQueries({ queryKey: queries.renditions().queryKey }),
    onError: (error) => toast(errorText(error)),
  });
  if (renditions.isError) return <ErrorState error={renditions.error} retry={() => renditions.refetch()} />;
  const all = renditions.data;
  if (!all) return null;
  const running = all.running !== undefined;
  const remove = (id: number) =>
    change.mutate(() => read(api.DELETE("/api/v1/admin/renditions/{id}", { params: { path: { id } } })));
  return (
    <>
      <p className={styles.text}>{t("renditions.text")}</p>
      <RenditionRules />
      <RenditionHours hours={all.hours} />
      <p className={styles.text}>
        {t("renditions.room", { used: format.bytes(all.bytes), most: format.bytes(all.bytesMax) })}
      </p>
      <div className={styles.list}>
        {all.items.length === 0 && <p className={styles.text}>{t("renditions.none")}</p>}
        {all.items.map((one) => (
          <RenditionLine key={one.id} rendition={one} onRemove={() => remove(one.id)} />
        ))}
      </div>
      <div className={styles.actions} hidden={all.items.length === 0}>
        {running ? (
          <Button onClick={() => change.mutate(() => read(api.DELETE("/api/v1/admin/renditions/run")))}>
            {t("renditions.stop")}
          </Button>
        ) : (
          <Button
            look="strong"
            icon="refresh"
            onClick={() => change.mutate(() => read(api.POST("/api/v1/admin/renditions/run")))}
          >
            {t("renditions.start")}
          </Button>
        )}
      </div>
    </>
  );
}

function RenditionLine({ rendition, onRemove }: { rendition: Rendition; onRemove: () => void }) {
  const t = useT();
  const format = useFormat();
  const { title, seriesTitle, sound, state, made, parts, maxHeight, videoCodec, videoBitRate, bytes, reason } =
    rendition;
  const name = seriesTitle ? `${seriesTitle}: ${title}` : title;
  const part = parts > 0 ? made / parts : 0;
  const facts = [
    sound && t("renditions.sound"),
    maxHeight !== undefined && t("renditions.height", { height: maxHeight }),
    videoCodec?.toUpperCase(),
    videoBitRate !== undefined && format.bitRate(videoBitRate),
    bytes > 0 && format.bytes(bytes),
    t(rendition.byHand ? "renditions.byHand" : "renditions.byRule"),
  ];
  return (
    <div className={styles.item}>
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          <span className={styles.tag}>{t(`renditions.state.${state}`)}</span>
        </p>
        <p className={styles.detail}>{facts.filter(Boolean).join(" · ")}</p>
        {reason && <p className={state === "failed" ? styles.wrong : styles.detail}>{reason}</p>}
        {(state === "making" || state === "waiting") && (
          <div
            className={styles.bar}
            role="progressbar"
            aria-label={name}
            aria-valuenow={Math.round(part * 100)}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <span style={{ "--part": part } as CSSProperties} />
          </div>
        )}
      </div>
      <IconButton
        icon={state === "ready" ? "trash" : "close"}
        label={t("renditions.remove", { name })}
        onClick={onRemove}
      />
    </div>
  );
}
