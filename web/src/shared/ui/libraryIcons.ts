/** An icon for each kind of library. */

import type { LibraryKind } from "~/api/types";
import type { IconName } from "./Icon";

export const libraryIcons: Record<LibraryKind, IconName> = {
  movies: "film",
  shows: "tv",
  music: "music",
  photos: "image",
  homeVideos: "film",
  books: "book",
  mixed: "grid",
  musicVideos: "music",
};
