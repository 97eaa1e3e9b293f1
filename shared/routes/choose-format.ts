import { Problem } from "./problem.ts";
import { type Format, mediaTypes } from "./replies.ts";

/**
 * The format of a reply: by the path's suffix, or else by the Accept header. A route with one format always answers in it,
 * whatever the client accepts.
 */
export const chooseFormat = (formats: readonly Format[], suffix?: Format, accept = "*/*"): Format => {
  const [preferred = "json"] = formats;
  if (suffix) return suffix;
  if (formats.length === 1) return preferred;
  const ranges = accept.split(",").map(parseRange);
  const qualities = formats.map((format) => acceptedQuality(mediaTypes[format], ranges));
  const best = Math.max(...qualities);
  if (best === 0)
    throw new Problem(
      "not-acceptable",
      `accept: there are ${formats.map((each) => mediaTypes[each]).join(", ")}`,
    );
  return formats[qualities.indexOf(best)] ?? preferred;
};

interface Range {
  readonly type: string;
  readonly quality: number;
}

const parseRange = (text: string): Range => {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((each) => each.startsWith("q="))?.slice(2) ?? 1);
  return { type, quality: quality > 0 ? Math.min(quality, 1) : 0 };
};

/** The most specific range decides (RFC 9110, 12.5.1). */
const acceptedQuality = (type: string, ranges: readonly Range[]): number => {
  const matching = [type, `${type.split("/")[0]}/*`, "*/*"]
    .map((wanted) => ranges.find((range) => range.type === wanted))
    .find((range) => range !== undefined);
  return matching?.quality ?? 0;
};
