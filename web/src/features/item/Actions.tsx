/** What one does with an item: play above all, then mark, then the rest. */

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { addressOf } from "~/api/client";
import type { ItemCard, ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useMark } from "~/shared/data/states";
import { clock } from "~/shared/format/time";
import { useFormat } from "~/shared/format/useFormat";
import { useT } from "~/shared/i18n";
import { IconButton } from "~/shared/ui/Button";
import { Icon } from "~/shared/ui/Icon";
import { Menu, MenuItem } from "~/shared/ui/Menu";
import styles from "./Actions.module.css";
import { MakeReady } from "./MakeReady";
import type { Picks } from "./Pickers";

/** What has a picture of its own, or holds what has. */
const READY_KINDS = new Set(["movie", "episode", "video", "musicVideo", "series", "season"]);

interface Props {
  detail: ItemDetail;
  /** What "play" plays: the item itself, or an episode of it. */
  target: ItemCard | undefined;
  picks?: Picks;
}

export function Actions({ detail, target, picks = {} }: Props) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const { item } = detail;
  const played = useMark("played");
  const favorite = useMark("favorite");
  const extras = useQuery({ ...queries.extras(item.id), enabled: detail.trailersCount > 0 });
  const trailer = extras.data?.items.find((extra) => extra.kind === "trailer");
  const me = useQuery(queries.me());
  const source = picks.source ?? detail.versions[0]?.id;
  const mayDownload = me.data?.user.policy.download && source !== undefined;
  const mayMakeReady = me.data?.user.policy.administrator && READY_KINDS.has(item.kind);
  const within = target && target.id !== item.id ? (format.episode(target) ?? target.title) : undefined;
  const begun = target !== undefined && target.state.position > 0;
  return (
    <div className={styles.actions}>
      {target && (
        <Link
          to="/play/$id"
          params={{ id: target.id }}
          search={picks}
          className={styles.play}
          data-first-focus
          data-focus-key="play"
        >
          <Icon name="play" size={1.25} />
          <span>{playLabel(t, within, begun ? target.state.position : undefined)}</span>
        </Link>
      )}
      {target && begun && (
        <Link to="/play/$id" params={{ id: target.id }} search={{ ...picks, t: 0 }} className={styles.second}>
          {t("item.restart")}
        </Link>
      )}
      {trailer && (
        <Link to="/play/$id" params={{ id: trailer.id }} className={styles.second}>
          {t("item.trailer")}
        </Link>
      )}
      <span className={styles.round}>
        <IconButton
          icon="check"
          label={t(item.state.played ? "item.markUnplayed" : "item.markPlayed")}
          aria-pressed={item.state.played}
          onClick={() => played.mutate({ item, on: !item.state.played })}
        />
        <IconButton
          icon="heart"
          filled={item.state.favorite}
          label={t(item.state.favorite ? "item.unfavorite" : "item.favorite")}
          aria-pressed={item.state.favorite}
          onClick={() => favorite.mutate({ item, on: !item.state.favorite })}
        />
        {(mayDownload || mayMakeReady) && (
          <Menu
            label={t("item.options", { title: item.title })}
            trigger={<IconButton icon="more" label={t("item.options", { title: item.title })} />}
          >
            {mayDownload && (
              <MenuItem icon="download" onSelect={() => location.assign(addressOf(`play/${source}/download`))}>
                {t("item.download")}
              </MenuItem>
            )}
            {item.season && (
              <MenuItem
                icon="list"
                onSelect={() => navigate({ to: "/item/$id", params: { id: item.season?.id ?? item.id } })}
              >
                {item.season.title}
              </MenuItem>
            )}
            {mayMakeReady && <MakeReady item={item} />}
          </Menu>
        )}
      </span>
    </div>
  );
}

function playLabel(t: ReturnType<typeof useT>, episode: string | undefined, position: number | undefined): string {
  if (episode !== undefined) {
    return position === undefined
      ? t("item.playEpisode", { episode })
      : t("item.resumeEpisode", { episode, time: clock(position) });
  }
  return position === undefined ? t("item.play") : t("item.resume", { time: clock(position) });
}
