import { atMost, type Rule } from "./rule.ts";

export type Labels = Readonly<Record<string, string>>;

const source = "https://cloud.google.com/bigquery/docs/labels-intro#requirements";

/** Every service that takes labels has these rules. */
export const labelRules: readonly Rule<Labels>[] = [
  {
    name: "label-count",
    service: "BigQuery",
    says: "A resource has 64 labels at most.",
    source,
    refuses: (labels) => atMost(64, "labels")(Object.keys(labels).length),
  },
  {
    name: "label-key",
    service: "BigQuery",
    says: "A label's key is 1 to 63 small letters, digits, underscores and dashes, a letter first.",
    source,
    refuses: (labels) => {
      const key = Object.keys(labels).find(
        (one) => !/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(one),
      );
      return key === undefined ? undefined : `key "${key}"`;
    },
  },
  {
    name: "label-value",
    service: "BigQuery",
    says: "A label's value is up to 63 small letters, digits, underscores and dashes.",
    source,
    refuses: (labels) => {
      const value = Object.values(labels).find((one) => !/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(one));
      return value === undefined ? undefined : `value "${value}"`;
    },
  },
];
