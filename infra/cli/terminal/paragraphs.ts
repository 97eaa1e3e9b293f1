type Part = string | false | undefined;

/** Joins the parts that are not empty, with a blank line between them. */
export const paragraphs = (...parts: readonly Part[]): string => parts.filter(Boolean).join("\n\n");

/** The same, without blank lines. */
export const lines = (...parts: readonly Part[]): string => parts.filter(Boolean).join("\n");
