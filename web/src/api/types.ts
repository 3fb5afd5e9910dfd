/** Short names for the shapes of the API. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Art = Schemas["Art"];
export type Credit = Schemas["Credit"];
export type Encoders = Schemas["Encoders"];
export type EncoderTable = Schemas["EncoderTable"];
export type EncoderTrial = Schemas["EncoderTrial"];
export type Episode = Schemas["Episode"];
export type FolderReport = Schemas["FolderReport"];
export type Hours = Schemas["Hours"];
export type ImageRef = Schemas["ImageRef"];
export type ItemCard = Schemas["ItemCard"];
export type ItemDetail = Schemas["ItemDetail"];
export type ItemState = Schemas["ItemState"];
export type Kind = Schemas["Kind"];
export type LibraryAdmin = Schemas["LibraryAdmin"];
export type LibraryCard = Schemas["LibraryCard"];
export type LibraryKind = Schemas["LibraryKind"];
export type LyricLine = Schemas["LyricLine"];
export type PlaybackPlan = Schemas["PlaybackPlan"];
export type Policy = Schemas["Policy"];
export type Preferences = Schemas["Preferences"];
export type Quality = Schemas["Quality"];
export type Rendition = Schemas["Rendition"];
export type RenditionRule = Schemas["RenditionRule"];
export type Scan = Schemas["Scan"];
export type ServerEvent = Schemas["ServerEvent"];
export type StreamDecision = Schemas["StreamDecision"];
export type Track = Schemas["Track"];
export type Trickplay = Schemas["Trickplay"];
export type Trouble = Schemas["Trouble"];
export type User = Schemas["User"];
export type Version = Schemas["Version"];
