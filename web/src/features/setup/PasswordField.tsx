/** A password that can be looked at, and how strong it is. */

import { useState } from "react";
import { type MessageKey, useT } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import { Field } from "~/shared/ui/Field";
import styles from "./PasswordField.module.css";
import { strength } from "./strength";

interface Props {
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

export function PasswordField({ value, onChange, error }: Props) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const score = strength(value);
  return (
    <div className={styles.password}>
      <Field
        label={t("setup.password")}
        type={shown ? "text" : "password"}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="new-password"
        autoCapitalize="none"
        spellCheck={false}
        error={error}
        end={
          <IconButton
            icon={shown ? "eyeOff" : "eye"}
            label={shown ? t("setup.hide") : t("setup.show")}
            onClick={() => setShown(!shown)}
            size={1.25}
          />
        }
      />
      <div className={styles.strength}>
        {/* biome-ignore lint/a11y/useSemanticElements: a browser draws <meter> itself, as one bar; this one has four */}
        <div
          className={styles.bars}
          role="meter"
          aria-label={t("setup.strength")}
          aria-valuemin={0}
          aria-valuemax={4}
          aria-valuenow={score}
          aria-valuetext={value ? t(`setup.strength.${score}` as MessageKey) : undefined}
        >
          {[1, 2, 3, 4].map((step) => (
            <span key={step} data-on={value !== "" && score >= step ? score : undefined} />
          ))}
        </div>
        <span className={styles.text}>{value ? t(`setup.strength.${score}` as MessageKey) : "\u00a0"}</span>
      </div>
    </div>
  );
}
