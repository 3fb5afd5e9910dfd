/** For administrators: having a rendition of a film made ahead of time. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "~/api/client";
import type { ItemCard } from "~/api/types";
import { queries } from "~/shared/data/queries";
import { useWords } from "~/shared/i18n";
import { AHEAD_QUALITIES } from "~/shared/playback/qualities";
import { MenuItem, MenuLine, MenuTitle } from "~/shared/ui/Menu";
import { useErrorText } from "~/shared/ui/State";
import { toast } from "~/shared/ui/Toast";

export function MakeReady({ item }: { item: ItemCard }) {
  const { t, number } = useWords();
  const errorText = useErrorText();
  const client = useQueryClient();
  const want = useMutation({
    mutationFn: ([maxHeight, maxBitRate]: readonly [number, number]) =>
      read(
        api.POST("/api/v1/items/{id}/renditions", {
          params: { path: { id: item.id } },
          body: { quality: { maxHeight, maxBitRate } },
        }),
      ),
    onSuccess: async (wanted) => {
      toast(t(wanted.added > 0 ? "renditions.wanted" : "renditions.wantedAlready", { count: wanted.added }));
      await client.invalidateQueries({ queryKey: queries.renditions().queryKey });
    },
    onError: (error) => toast(errorText(error)),
  });
  return (
    <>
      <MenuLine />
      <MenuTitle>{t("renditions.make")}</MenuTitle>
      {AHEAD_QUALITIES.map(([height, rate]) => (
        <MenuItem key={height} icon="film" onSelect={() => want.mutate([height, rate])}>
          {t("renditions.quality", { height, rate: number(rate / 1e6) })}
        </MenuItem>
      ))}
    </>
  );
}
