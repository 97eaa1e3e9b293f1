/** The years that both engines support: 0001 to 9999. */
export const year = "([1-9][0-9]{3}|0[0-9]{2}[1-9]|0[0-9][1-9]0|0[1-9]00)";

const oneOrTwo = "[0-9]{1,2}";

// No offsets or zones: a time with an offset must be ISO 8601.
const directives: ReadonlyMap<string, string> = new Map([
  ["%Y", year],
  ["%y", "[0-9]{2}"],
  ["%m", oneOrTwo],
  ["%d", oneOrTwo],
  ["%H", oneOrTwo],
  ["%I", oneOrTwo],
  ["%M", "[0-5]?[0-9]"],
  ["%S", "[0-5]?[0-9]"],
  ["%f", "[0-9]{1,6}"],
  ["%b", "[A-Za-z]{3}"],
  ["%B", "[A-Za-z]{3,9}"],
  ["%p", "[AaPp][Mm]"],
  ["%a", "[A-Za-z]{3}"],
  ["%%", "%"],
]);

/** Times as numbers: seconds or milliseconds since 1970, and days since 1899-12-30 as spreadsheets count them. */
export const countedTimes: ReadonlyMap<string, string> = new Map([
  ["unix", "[0-9]{9,10}([.][0-9]{1,6})?"],
  ["unix-ms", "[0-9]{12,13}"],
  ["excel", "[1-9][0-9]{4}([.][0-9]{1,15})?"],
]);

/** A regular expression for the texts that fit a strptime format. Throws if the format does not give a date. */
export const timePattern = (format: string): string => {
  const counted = countedTimes.get(format);
  if (counted !== undefined) return counted;
  const parts = format.match(/%.?|[^%]+/gs) ?? [];
  for (const wanted of [/%[Yy]/, /%[mbB]/, /%d/])
    if (!wanted.test(format)) throw new Error(`format "${format}" must name a year, a month and a day`);
  return parts
    .map((part) => {
      if (!part.startsWith("%")) return part.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&");
      const pattern = directives.get(part);
      if (pattern === undefined)
        throw new Error(
          `format "${format}": ${part} is not known; known are ${[...directives.keys()].join(" ")}`,
        );
      return pattern;
    })
    .join("");
};
