import { expect } from "vitest";
import { type ColumnSpec, contract } from "./contract.ts";
import type { Stager } from "./stager.ts";

/** Each text as it should come out of a column: its value, null, or ✗ and the rule that kept its row out. */
export type TypedTable = Readonly<Record<string, unknown>>;

export const no = (rule: string) => `✗ ${rule}`;

/** Sends the texts through a column and expects the table, entry by entry. */
export const expectTable = async (stager: Stager, spec: ColumnSpec, table: TypedTable): Promise<void> => {
  const texts = Object.keys(table);
  const feed = contract({ value: spec, id: "STRING" }, { maxRejectPercent: 100 });
  const lines = texts.map((text, index) => `"${text.replaceAll('"', '""')}",${index}`);
  const { rows, rejects } = await stager.stage(feed, `value,id\n${lines.join("\n")}\n`);
  const found = new Map<number, unknown>();
  for (const row of rows) if (!row["_quarantined"]) found.set(Number(row["_row"]), row["value"]);
  for (const reject of rejects) found.set(Number(reject["_row"]), no(String(reject["rule"])));
  expect(Object.fromEntries(texts.map((text, index) => [text, found.get(index + 2)]))).toEqual(table);
  expect(rejects.every((reject) => reject["column_name"] === "value")).toBe(true);
};
