import type { allRules } from "./all-rules.ts";
import type { Rule } from "./rule.ts";

type Kind = keyof typeof allRules;
type ThingOf<K extends Kind> = (typeof allRules)[K] extends readonly Rule<infer Thing>[] ? Thing : never;

/** For each rule, a thing that this rule alone refuses, and a near miss that Google accepts. */
export type Plants<Kinds extends Kind = Kind> = {
  readonly [K in Kinds]: Readonly<Record<string, readonly [refused: ThingOf<K>, taken: ThingOf<K>]>>;
};

export const long = (length: number): string => "x".repeat(length);

export const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
