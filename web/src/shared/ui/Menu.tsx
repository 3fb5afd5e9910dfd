/** Menus and pickers on Radix: they know the keys and say what they are. */

import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import styles from "./Menu.module.css";

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

interface MenuProps {
  trigger: ReactNode;
  label?: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  container?: HTMLElement | null;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

export function Menu({ trigger, label, align = "start", side, container, onOpenChange, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          className={styles.menu}
          align={align}
          side={side}
          sideOffset={8}
          collisionPadding={12}
          aria-label={label}
          loop
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon,
  onSelect,
  danger,
  children,
}: {
  icon?: IconName;
  onSelect: () => void;
  danger?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item className={styles.item} data-danger={danger || undefined} onSelect={onSelect}>
      {icon && <Icon name={icon} size={1.125} />}
      <span className={styles.label}>{children}</span>
    </DropdownMenu.Item>
  );
}

export function MenuTitle({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={styles.title}>{children}</DropdownMenu.Label>;
}

export const MenuLine = () => <DropdownMenu.Separator className={styles.line} />;

interface ChoicesProps<T extends string> {
  value: T | undefined;
  choices: readonly Choice<T>[];
  onChoose: (value: T) => void;
}

export function MenuChoices<T extends string>({ value, choices, onChoose }: ChoicesProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value ?? ""} onValueChange={(next) => onChoose(next as T)}>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem key={choice.value} className={styles.item} value={choice.value}>
          <span className={styles.tick}>
            <DropdownMenu.ItemIndicator>
              <Icon name="check" size={1} />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className={styles.label}>
            {choice.label}
            {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
          </span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

interface PickerProps<T extends string> extends ChoicesProps<T> {
  label: string;
  icon?: IconName;
  /** What the button says instead of the chosen label. */
  text?: string;
  id?: string;
  align?: "start" | "center" | "end";
  disabled?: boolean;
}

/** A button that shows what is chosen and opens what can be. */
export function Picker<T extends string>({
  label,
  icon,
  text,
  value,
  choices,
  onChoose,
  id,
  align,
  disabled,
}: PickerProps<T>) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? "";
  return (
    <Menu
      label={label}
      align={align}
      trigger={
        <button
          type="button"
          className={styles.picker}
          aria-label={`${label}: ${text ?? chosen}`}
          id={id}
          disabled={disabled}
        >
          {icon && <Icon name={icon} size={1.125} />}
          <span className={styles.pickerText}>{text ?? chosen}</span>
          <Icon name="down" size={0.9375} />
        </button>
      }
    >
      <MenuTitle>{label}</MenuTitle>
      <MenuChoices value={value} choices={choices} onChoose={onChoose} />
    </Menu>
  );
}
