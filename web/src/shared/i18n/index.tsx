/** Words in the reader's language: ICU messages, numbers, times and the names of languages. */

import { IntlMessageFormat } from "intl-messageformat";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { en, type MessageKey, type Messages } from "./en";

export type { MessageKey } from "./en";

export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

type Values = Record<string, string | number>;

export interface Words {
  language: Language;
  setLanguage: (language: Language) => void;
  t: (key: MessageKey, values?: Values) => string;
  /** The text of a key that the server names; `otherwise` when this language does not know it. */
  tOr: (key: string, otherwise: string) => string;
  languageName: (code: string | undefined) => string | undefined;
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  date: (value: string | Date, options?: Intl.DateTimeFormatOptions) => string;
  ago: (value: string) => string;
}

const KEPT = "walros.language";
const Context = createContext<Words | undefined>(undefined);

export function useWords(): Words {
  const words = use(Context);
  if (!words) throw new Error("outside of WordsProvider");
  return words;
}

export const useT = () => useWords().t;

/** What the browser asks for, as far as we speak it. */
export function guessLanguage(wanted: readonly string[], kept: string | null): Language {
  for (const tag of [kept ?? "", ...wanted]) {
    const base = tag.toLowerCase().split("-")[0] ?? "";
    if (base in languages) return base as Language;
  }
  return "en";
}

const loaders: Record<Language, () => Promise<Messages>> = {
  en: async () => en,
  de: async () => (await import("./de")).de,
};

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguageState] = useState(() => guessLanguage(navigator.languages, localStorage.getItem(KEPT)));
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages }>();

  useEffect(() => {
    let current = true;
    loaders[language]().then((messages) => current && setLoaded({ language, messages }));
    document.documentElement.lang = language;
    return () => {
      current = false;
    };
  }, [language]);

  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(KEPT, next);
    setLanguageState(next);
  }, []);

  const words = useMemo(
    () => loaded && makeWords(loaded.language, loaded.messages, setLanguage),
    [loaded, setLanguage],
  );
  // A moment, and only in languages other than English: better than words that change under the eyes.
  if (!words) return null;
  return <Context value={words}>{children}</Context>;
}

export function makeWords(language: Language, messages: Messages, setLanguage: (language: Language) => void): Words {
  const formats = new Map<string, IntlMessageFormat>();
  const format = (message: string, values?: Values): string => {
    if (!message.includes("{")) return message;
    let made = formats.get(message);
    if (!made) {
      made = new IntlMessageFormat(message, language);
      formats.set(message, made);
    }
    return String(made.format(values));
  };
  const names = new Intl.DisplayNames([language], { type: "language", fallback: "code" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return {
    language,
    setLanguage,
    t: (key, values) => format(messages[key], values),
    tOr: (key, otherwise) => (key in messages ? format(messages[key as MessageKey]) : otherwise),
    languageName: (code) => {
      if (!code) return undefined;
      try {
        return names.of(code);
      } catch {
        return code;
      }
    },
    number: (value, options) => new Intl.NumberFormat(language, options).format(value),
    date: (value, options = { dateStyle: "medium" }) =>
      new Intl.DateTimeFormat(language, options).format(new Date(value)),
    ago: (value) => relativeTo(relative, Date.parse(value), Date.now()),
  };
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
  ["month", 2629800],
  ["year", 31557600],
];

export function relativeTo(format: Intl.RelativeTimeFormat, then: number, now: number): string {
  const seconds = Math.round((then - now) / 1000);
  const unit = steps.findLast(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
  return format.format(Math.trunc(seconds / unit[1]), unit[0]);
}
