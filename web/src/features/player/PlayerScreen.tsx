/** The player: loads what is to be played, then plays it. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { queries } from "~/shared/data/queries";
import { ErrorState, Waiting } from "~/shared/ui/State";
import { Player } from "./Player";
import styles from "./Player.module.css";

const route = getRouteApi("/signed/play/$id");

export function PlayerScreen() {
  const { id } = route.useParams();
  const search = route.useSearch();
  // Where one left off on any device: what is kept may be old.
  const item = useQuery({ ...queries.item(id), staleTime: 0, refetchOnWindowFocus: false });
  const fresh = item.data && (!item.isFetching || item.isFetchedAfterMount);
  if (item.isError && !item.data) {
    return (
      <main className={styles.stage} tabIndex={-1}>
        <ErrorState error={item.error} retry={() => item.refetch()} />
      </main>
    );
  }
  if (!item.data || !fresh) {
    return (
      <main className={styles.stage} tabIndex={-1}>
        <Waiting />
      </main>
    );
  }
  return <Player key={id} detail={item.data} search={search} />;
}
