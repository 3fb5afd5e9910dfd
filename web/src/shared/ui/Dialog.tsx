/** A dialog on Radix: keeps the focus, gives it back, closes on Esc. */

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useT } from "~/shared/i18n";
import { Button, IconButton } from "./Button";
import styles from "./Dialog.module.css";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  text?: string;
  wide?: boolean;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, text, wide, children }: Props) {
  const t = useT();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content className={styles.dialog} data-wide={wide || undefined} aria-describedby={text ? undefined : ""}>
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon="close" label={t("common.close")} />
            </Radix.Close>
          </header>
          {text && <Radix.Description className={styles.text}>{text}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  title: string;
  text: string;
  action: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({ open, title, text, action, busy, onConfirm, onClose }: ConfirmProps) {
  const t = useT();
  return (
    <Dialog open={open} onClose={onClose} title={title} text={text}>
      <footer className={styles.actions}>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button look="danger" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </footer>
    </Dialog>
  );
}
