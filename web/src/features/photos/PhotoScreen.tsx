/** A picture, as large as the screen, with its neighbours a press away. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { addressOf } from "~/api/client";
import type { ItemCard } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useT } from "~/shared/i18n";
import { blurhashUrl } from "~/shared/images/blurhash";
import { widthFor } from "~/shared/images/Picture";
import { IconButton } from "~/shared/ui/Button";
import { ErrorState, Waiting } from "~/shared/ui/State";
import styles from "./PhotoScreen.module.css";

const route = getRouteApi("/signed/photo/$id");

export function PhotoScreen() {
  const t = useT();
  const { id } = route.useParams();
  const router = useRouter();
  const navigate = route.useNavigate();
  const detail = useQuery(queries.item(id));
  const item = detail.data?.item;
  const album = useInfiniteQuery({
    ...queries.children(item?.parentId ?? "", []),
    enabled: item?.parentId !== undefined,
  });
  const photos = album.data?.pages.flatMap((page) => page.items).filter((one) => one.kind === "photo") ?? [];
  const place = photos.findIndex((one) => one.id === id);
  const before = photos[place - 1];
  const after = place >= 0 ? photos[place + 1] : undefined;

  const go = useCallback(
    (to: ItemCard | undefined) => to && navigate({ to: "/photo/$id", params: { id: to.id }, replace: true }),
    [navigate],
  );
  const close = useCallback(() => {
    if (router.history.canGoBack()) router.history.back();
    else void router.navigate({ to: "/" });
  }, [router]);

  useEffect(() => {
    const actions = new Map([
      ["ArrowLeft", () => go(before)],
      ["ArrowRight", () => go(after)],
      ["Escape", close],
      ["Backspace", close],
    ]);
    const onKey = (event: KeyboardEvent) => {
      const action = actions.get(event.key);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [go, close, before, after]);

  if (detail.isError) return <ErrorState error={detail.error} retry={() => detail.refetch()} />;
  return (
    <main className={styles.screen} tabIndex={-1}>
      <header className={styles.head}>
        <IconButton icon="close" label={t("photo.close")} onClick={close} />
        <h1 className={styles.title}>{item?.title ?? ""}</h1>
        {photos.length > 1 && place >= 0 && (
          <p className={styles.place}>{t("photo.place", { place: place + 1, count: photos.length })}</p>
        )}
      </header>
      {item ? <Photo key={item.id} item={item} onBefore={() => go(before)} onAfter={() => go(after)} /> : <Waiting />}
      {before && (
        <IconButton
          icon="left"
          label={t("photo.previous")}
          className={styles.before}
          size={2}
          onClick={() => go(before)}
        />
      )}
      {after && (
        <IconButton icon="right" label={t("photo.next")} className={styles.after} size={2} onClick={() => go(after)} />
      )}
      {[before, after].map(
        (one) => one?.art.poster && <link key={one.id} rel="prefetch" as="image" href={addressFor(one)} />,
      )}
    </main>
  );
}

const addressFor = (item: ItemCard) =>
  item.art.poster ? `${addressOf(item.art.poster.url)}&width=${widthFor(innerWidth * devicePixelRatio)}` : undefined;

/** A finger drawn this far turns the page. */
const SWIPE = 60;

function Photo({ item, onBefore, onAfter }: { item: ItemCard; onBefore: () => void; onAfter: () => void }) {
  const start = useRef<number>(undefined);
  const [loaded, setLoaded] = useState(false);
  const image = item.art.poster;
  const onUp = (event: PointerEvent) => {
    const moved = event.clientX - (start.current ?? event.clientX);
    start.current = undefined;
    if (moved > SWIPE) onBefore();
    else if (moved < -SWIPE) onAfter();
  };
  const blur = blurhashUrl(image?.blurhash);
  const ratio = image && image.width > 0 && image.height > 0 ? image.width / image.height : 1.5;
  return (
    <div
      className={styles.frame}
      onPointerDown={(event) => {
        start.current = event.clientX;
      }}
      onPointerUp={onUp}
    >
      <img
        className={styles.photo}
        src={addressFor(item)}
        alt={item.title}
        width={image?.width || undefined}
        height={image?.height || undefined}
        draggable={false}
        style={{ aspectRatio: ratio, backgroundImage: blur && !loaded ? `url(${blur})` : undefined }}
        onLoad={() => setLoaded(true)}
      />
    </div>
  );
}
