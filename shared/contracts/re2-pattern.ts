const knownEscape =
  /\\([^A-Za-z0-9]|[AbBdDsSwWzntrfva]|[pP](\{\^?\w+\}|[A-Z])|x([0-9a-fA-F]{2}|\{[0-9a-fA-F]+\}))/g;
const characterClass = /\[\^?\]?[^\]]*\]/g;
const named = /\(\?P</g;
const flagged = /\(\?[imsU-]+[:)]/g;
const counts = /\{(\d+)(?:,(\d*))?\}/g;
const longestRepetition = 1000;

/** Features of Perl and JavaScript that an engine of linear time cannot have. */
const unsupported = [
  { found: /\(\?<?[=!]/, what: "look-ahead and look-behind are" },
  { found: /\\[1-9k]/, what: "a reference back to a group is" },
  { found: /\(\?>/, what: "an atomic group is" },
  { found: /[*+?}]\+/, what: "possessive repetition is" },
] as const;

/**
 * Throws if the pattern cannot be used. RE2 checks columns in time linear in the value's length, so that
 * `(a+)+$` is harmless. What RE2 does not support must fail when a contract is read, not when a file is.
 */
export const checkPattern = (pattern: string): void => {
  const text = pattern.replaceAll(knownEscape, "_").replaceAll(characterClass, "_");
  const feature = unsupported.find(({ found }) => found.test(text));
  if (feature) throw new Error(`${feature.what} not supported (RE2 syntax)`);
  if (text.includes("\\"))
    throw new Error(`${text.slice(text.indexOf("\\")).slice(0, 2)} is not known (RE2 syntax)`);
  for (const [count, least, most] of text.matchAll(counts))
    if (Number(least) > longestRepetition || Number(most ?? 0) > longestRepetition)
      throw new Error(`${count} repeats more than ${longestRepetition} times (RE2 syntax)`);
  // Brackets and repetition are the same in both syntaxes, so JavaScript's engine can check them.
  new RegExp(
    text.replaceAll(named, "(?<").replaceAll(flagged, (group) => (group.endsWith(":") ? "(?:" : "")),
  );
};
