/** Somebody, and where one can see him here. */

import { useQuery } from "@tanstack/react-query";
import type { ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { Card } from "~/shared/ui/Card";
import { About } from "./About";
import { PageHead } from "./PageHead";
import page from "./page.module.css";

export function PersonPage({ detail }: { detail: ItemDetail }) {
  const t = useT();
  const { item } = detail;
  const params = { person: item.id, kinds: "movie,series", sort: "released", order: "desc" } as const;
  const seen = useQuery(queries.items(params, 0, 200)).data?.items ?? [];
  return (
    <article>
      <PageHead detail={detail} shape="round" facts={[]} />
      <About detail={detail} />
      {seen.length > 0 && (
        <section className={page.section}>
          <h2 className={page.sectionTitle}>{t("item.appearances")}</h2>
          <ul className={page.grid}>
            {seen.map((one) => (
              <li key={one.id}>
                <Card item={one} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
