/** What addresses say behind their `?`. */

export interface LibrarySearch {
  sort?: string;
  order?: "asc" | "desc";
  genre?: string;
  year?: string;
  rating?: string;
  show?: "unplayed" | "played" | "favorite";
  view?: string;
}

export interface PlaySearch {
  source?: string;
  audio?: number;
  subtitle?: number;
  /** Seconds to start at; where one left off when absent. */
  t?: number;
}
