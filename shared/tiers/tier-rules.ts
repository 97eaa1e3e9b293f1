import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf, RejectedInput } from "../errors.ts";

const tierName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, "must be letters, digits, spaces and dashes, at most 40");

const isAscending = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value >= (values[index - 1] ?? value));

/** NUMERIC has nine decimals: money in rules has at most two. */
const money = z.number().min(0).max(1e12).multipleOf(0.01);

const Threshold = z.strictObject({
  name: tierName,
  /** The least net spend in the window. */
  net: money.default(0),
  /** The least number of days with a purchase in the window. */
  purchaseDays: z.int().min(0).default(0),
  /** The most days since the last purchase. */
  boughtWithinDays: z.int().min(0).max(36_500).optional(),
});

const hasCondition = ({ net, purchaseDays, boughtWithinDays }: z.infer<typeof Threshold>): boolean =>
  net > 0 || purchaseDays > 0 || boughtWithinDays !== undefined;

const Thresholds = z.strictObject({
  name: tierName,
  description: z.string().optional(),
  kind: z.literal("thresholds"),
  windowDays: z.int().min(1).max(36_500),
  graceDays: z.int().min(0).max(3_650),
  tiers: z
    .array(Threshold)
    .min(1)
    .refine((tiers) => tiers[0] === undefined || !hasCondition(tiers[0]), {
      error: "the first tier is the lowest, which needs no net, purchaseDays or boughtWithinDays",
    })
    .refine((tiers) => isAscending(tiers.map(({ net }) => net)), {
      error: "tiers go from the lowest to the highest: net may not fall",
    }),
});

const Rank = z.strictObject({
  name: tierName,
  description: z.string().optional(),
  kind: z.literal("rank"),
  measure: z.literal("mean_monthly_net"),
  tiers: z
    .array(z.strictObject({ name: tierName, share: z.number().gt(0).max(1).multipleOf(0.0001) }))
    .min(1)
    .refine((tiers) => isAscending(tiers.map(({ share }) => share)), {
      error: "shares are counted from the best customer: they may not fall",
    })
    .refine((tiers) => tiers.at(-1)?.share === 1, { error: "the last tier ends at share 1" }),
});

export const TierRules = z
  .discriminatedUnion("kind", [Thresholds, Rank])
  .refine(({ tiers }) => new Set(tiers.map(({ name }) => name)).size === tiers.length, {
    error: "two tiers have the same name",
  });
export type TierRules = z.infer<typeof TierRules>;

export const parseTierRules = (text: string, file: string): TierRules => {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new RejectedInput(`${file}: ${messageOf(error)}`, { cause: error });
  }
  const parsed = TierRules.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "rules"}: ${message}`);
  throw new RejectedInput(`${file}: ${faults.join("; ")}`);
};

export const standardRules = (): TierRules => {
  const file = new URL("standard.yaml", import.meta.url);
  return parseTierRules(readFileSync(file, "utf8"), "standard.yaml");
};
