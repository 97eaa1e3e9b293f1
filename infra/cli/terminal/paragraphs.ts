type Part = string | false | undefined;

/** The parts that are there, with a blank line between them. */
export const paragraphs = (...parts: readonly Part[]): string => parts.filter(Boolean).join("\n\n");

/** The same, without blank lines. */
export const lines = (...parts: readonly Part[]): string => parts.filter(Boolean).join("\n");
