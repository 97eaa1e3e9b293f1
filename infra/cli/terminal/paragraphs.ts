/** The parts that are there, with a blank line between them. */
export const paragraphs = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter(Boolean).join("\n\n");
