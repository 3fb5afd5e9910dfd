/** An item's page, as its kind needs it. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import type { ItemDetail } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { ErrorState, Waiting } from "~/shared/ui/State";
import { AlbumPage } from "./AlbumPage";
import { ArtistPage } from "./ArtistPage";
import { FolderPage } from "./FolderPage";
import { PersonPage } from "./PersonPage";
import { SeriesPage } from "./SeriesPage";
import { TitlePage } from "./TitlePage";

const route = getRouteApi("/signed/shell/item/$id");

export function ItemScreen() {
  const { id } = route.useParams();
  const item = useQuery(queries.item(id));
  const title = item.data?.item.title;
  useEffect(() => {
    if (!title) return;
    const before = document.title;
    document.title = `${title} · Walros`;
    return () => {
      document.title = before;
    };
  }, [title]);
  if (item.isError) return <ErrorState error={item.error} retry={() => item.refetch()} />;
  if (!item.data) return <Waiting />;
  return <Page key={id} detail={item.data} />;
}

function Page({ detail }: { detail: ItemDetail }) {
  switch (detail.item.kind) {
    case "series":
    case "season":
      return <SeriesPage detail={detail} />;
    case "album":
      return <AlbumPage detail={detail} />;
    case "artist":
      return <ArtistPage detail={detail} />;
    case "person":
      return <PersonPage detail={detail} />;
    case "folder":
    case "photoAlbum":
    case "collection":
    case "playlist":
    case "genre":
    case "musicGenre":
    case "studio":
    case "library":
      return <FolderPage detail={detail} />;
    default:
      return <TitlePage detail={detail} />;
  }
}
