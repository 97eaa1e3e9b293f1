import { stringify } from "yaml";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";

export interface ColumnSpec {
  readonly type?: string;
  readonly required?: boolean;
  readonly classification?: "pii";
  readonly quality?: readonly object[];
  /** Aliases, formats and the like. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** A contract's text for a feed `sales` of the given columns. A bare word is a column's type. */
export const contractText = (
  columns: Readonly<Record<string, ColumnSpec | string>>,
  custom: Readonly<Record<string, unknown>> = {},
  change: Readonly<Record<string, unknown>> = {},
): string =>
  stringify({
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: "test.sales",
    name: "sales",
    version: "1.0.0",
    status: "active",
    schema: [{ name: "sales", physicalName: "raw.sales", properties: Object.entries(columns).map(property) }],
    customProperties: listed({ paths: ["sales/{date}*.csv"], loadMode: "daily", ...custom }),
    ...change,
  });

export const contract = (...given: Parameters<typeof contractText>): Feed =>
  parseContract(contractText(...given), "sales.yaml");

const property = ([name, spec]: readonly [string, ColumnSpec | string]) => {
  const { type, custom, ...rest } = typeof spec === "string" ? { type: spec } : { type: "STRING", ...spec };
  return { name, physicalType: type, ...rest, customProperties: listed(custom ?? {}) };
};

const listed = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([name, value]) => ({ property: name, value }));

/** Three text columns, all needed: enough for whatever is about structure. */
export const threeTexts = { a: { required: true }, b: {}, c: {} };
