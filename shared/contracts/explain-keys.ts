import { z } from "zod";

/** Adds the words that a contract may use where it uses one that does not exist: a misspelt check would pass silently. */
export const explainKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "unrecognized_keys") {
    const shape = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    const unknown = issue.keys.map((key) => `"${key}"`).join(", ");
    return `${unknown} is not known here; known are ${shape.join(", ")}`;
  }
  if (issue.code === "invalid_union" && issue.inst instanceof z.ZodDiscriminatedUnion) {
    const key = issue.inst.def.discriminator;
    return `${key} must be one of ${wordsOf(issue.inst, key).join(", ")}`;
  }
  return undefined;
};

const wordsOf = (union: z.ZodDiscriminatedUnion, key: string): readonly string[] =>
  union.options.flatMap((option) => {
    const word = option instanceof z.ZodObject ? option.shape[key] : undefined;
    return word instanceof z.ZodLiteral ? [...word.values].map(String) : [];
  });
