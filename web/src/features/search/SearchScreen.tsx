/** Search as one types, over everything. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { queries } from "~/shared/data/queries";
import { type MessageKey, useWords } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import { Card, shapeOf } from "~/shared/ui/Card";
import { Icon } from "~/shared/ui/Icon";
import { Row } from "~/shared/ui/Row";
import { ErrorState, StateScreen } from "~/shared/ui/State";
import styles from "./SearchScreen.module.css";

const route = getRouteApi("/signed/shell/search");

/** How long one may pause within a word. */
const PAUSE = 120;

export function SearchScreen() {
  const { t } = useWords();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(q ?? "");
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === q) return;
    const timer = setTimeout(() => navigate({ search: { q: wanted }, replace: true, resetScroll: false }), PAUSE);
    return () => clearTimeout(timer);
  }, [text, q, navigate]);

  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">{t("search.title")}</h1>
      <search className={styles.box}>
        <Icon name="search" size={1.5} />
        <input
          ref={input}
          id="search-text"
          className={styles.input}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          value={text}
          placeholder={t("search.placeholder")}
          aria-label={t("search.title")}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          data-first-focus
        />
        {text !== "" && (
          <IconButton
            icon="close"
            label={t("search.clear")}
            onClick={() => {
              setText("");
              input.current?.focus();
            }}
          />
        )}
      </search>
      <Results text={q ?? ""} />
    </div>
  );
}

function Results({ text }: { text: string }) {
  const { t, tOr } = useWords();
  const wanted = useDeferredValue(text);
  const found = useQuery({ ...queries.search(wanted), enabled: wanted !== "" });
  if (wanted === "") return <StateScreen icon="search" title={t("search.start")} />;
  if (found.isError) return <ErrorState error={found.error} retry={() => found.refetch()} />;
  if (!found.data) return null;
  if (found.data.groups.length === 0) {
    return <StateScreen icon="search" title={t("search.none", { text: wanted })} text={t("search.noneHint")} />;
  }
  return (
    <section
      className={styles.results}
      aria-label={t("search.results")}
      data-stale={found.isPlaceholderData || undefined}
    >
      {found.data.groups.map((group) => {
        const shape = group.items[0] ? shapeOf(group.items[0]) : "poster";
        return (
          <Row key={group.kind} title={tOr(`group.${group.kind}`, t("group.other" as MessageKey))} shape={shape}>
            {group.items.map((item) => (
              <li key={item.id}>
                <Card item={item} shape={shape} />
              </li>
            ))}
          </Row>
        );
      })}
    </section>
  );
}
