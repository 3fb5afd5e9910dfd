import { expect, it } from "vitest";
import { capabilities } from "./capabilities";

it("claims only what the browser says it plays", () => {
  const types = ['video/mp4; codecs="avc1.640029"', 'video/mp4; codecs="mp4a.40.2"', "audio/mpeg"];
  const plays = (type: string) => types.includes(type);
  const known = capabilities({ file: plays, stream: plays }, false);
  expect(known.files).toContainEqual({ container: "mp4", videoCodecs: ["h264"], audioCodecs: ["aac"] });
  expect(known.files).toContainEqual({ container: "mp3", videoCodecs: [], audioCodecs: ["mp3"] });
  expect(known.files.some((file) => file.container === "webm" || file.container === "mkv")).toBe(false);
  expect(known.hlsVideoCodecs).toEqual(["h264"]);
});

it("always leaves the server something to convert to", () => {
  const none = () => false;
  const known = capabilities({ file: none, stream: none }, false);
  expect([known.hlsVideoCodecs, known.hlsAudioCodecs]).toEqual([["h264"], ["aac"]]);
});
