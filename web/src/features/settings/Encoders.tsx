/** What pictures are encoded by: software and devices, each found out by trying. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { Encoders as Device, EncoderTrial } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { codecName } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { Button } from "~/shared/ui/Button";
import { ErrorState, useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";
import styles from "./Encoders.module.css";
import parts from "./parts.module.css";

/** Milliseconds between looks while something is tried. */
const LOOK = 1500;

export function Encoders() {
  const t = useT();
  const errorText = useErrorText();
  const client = useQueryClient();
  const table = useQuery({
    ...queries.encoders(),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.trying ? LOOK : false),
  });
  const tryAgain = useMutation({
    mutationFn: () => read(api.POST("/api/v1/admin/encoders/trial")),
    onSettled: () => client.invalidateQueries({ queryKey: queries.encoders().queryKey }),
    onError: (error) => toast(errorText(error)),
  });
  if (table.isError) return <ErrorState error={table.error} retry={() => table.refetch()} />;
  if (!table.data) return null;
  const { hardware, trying, encoders } = table.data;
  const devices = encoders.some(({ device }) => device !== undefined);
  const setting = hardware === "auto" || hardware === "off" ? hardware : "one";
  return (
    <>
      <p className={parts.text}>{t("encoders.text")}</p>
      <p className={parts.text}>{t(`encoders.hardware.${setting}`, { device: hardware })}</p>
      {!trying && !devices && hardware === "auto" && <p className={parts.text}>{t("encoders.noDevice")}</p>}
      <div className={parts.list}>
        {encoders.map((one) => (
          <DeviceCard key={one.device ?? "software"} encoders={one} />
        ))}
      </div>
      <div className={parts.actions}>
        <Button icon="refresh" disabled={trying || tryAgain.isPending} onClick={() => tryAgain.mutate()}>
          {t(trying ? "encoders.trying" : "encoders.tryAgain")}
        </Button>
      </div>
    </>
  );
}

function DeviceCard({ encoders }: { encoders: Device }) {
  const t = useT();
  const { device, usable, restsFor, stoodIn, lastFailure, trials } = encoders;
  return (
    <div className={parts.item}>
      <div className={parts.words}>
        <p className={parts.name}>
          {device ?? t("encoders.software")}
          {!usable && <span className={parts.tag}>{t("encoders.notUsable")}</span>}
          {restsFor !== undefined && (
            <span className={parts.tag}>{t("encoders.rests", { minutes: Math.ceil(restsFor / 60) })}</span>
          )}
        </p>
        {stoodIn > 0 && <p className={parts.wrong}>{t("encoders.stoodIn", { count: stoodIn })}</p>}
        {lastFailure && <p className={parts.detail}>{t("encoders.lastFailure", { reason: lastFailure })}</p>}
        <ul className={styles.trials}>
          {trials.map((trial) => (
            <TrialLine key={`${trial.codec} ${trial.bitDepth}`} trial={trial} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function TrialLine({ trial }: { trial: EncoderTrial }) {
  const t = useT();
  const { codec, bitDepth, encoder, passed, psnr, reason, used } = trial;
  return (
    <li className={styles.trial} data-passed={passed || undefined}>
      <span className={styles.codec}>
        {codecName(codec)} <small>{t("encoders.depth", { bits: bitDepth })}</small>
      </span>
      <span className={styles.outcome}>
        {encoder}
        {used && <span className={parts.tag}>{t("encoders.used")}</span>}
        <small>{psnr === undefined ? reason : t("encoders.passed", { psnr })}</small>
      </span>
    </li>
  );
}
