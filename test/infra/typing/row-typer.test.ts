import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { duckDbRowTyper } from "../../../infra/typing/row-typer.ts";
import { contract } from "../../functions/1-ingest/contract.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-typer-"));
afterAll(() => rmSync(folder, { recursive: true }));

const open = (columns: Parameters<typeof contract>[0]) =>
  duckDbRowTyper(folder).open({
    feed: contract(columns),
    width: Object.keys(columns).length,
    timeCellOf: new Map(),
    dayCellsOf: new Map(),
    cellOf: new Map(Object.keys(columns).map((name, cell) => [name, cell])),
    extra: [],
    object: "sales/2024-10-06.csv",
    generation: "1",
    fileDate: "2024-10-06",
    timeZone: "UTC",
  });

it("reads records before it answers, so that their bytes may be written over while they are typed", async () => {
  const session = await open({ sku: "STRING", quantity: "INT64" });
  const records = Buffer.from("2\x1fA\x1f5\n3\x1fB\x1fmany\n".repeat(1000));

  const typing = session.type(records);
  records.fill("?");

  const { rows, rejects } = await typing;
  expect(rows).toBe(1000);
  expect(rejects.map(({ message }) => message)).toEqual(
    Array.from({ length: 1000 }, () => 'quantity "many" is not a whole number'),
  );
  await session.close();
});

it.each([
  ["few", ["shop", "a|b", "o'k"]],
  ["many", ["shop", "a|b", "o'k", ..."cdefghijk"]],
])("describes each row that is not sound and no other, with a list of %s words", async (_, validValues) => {
  const check = { metric: "invalidValues", arguments: { validValues }, severity: "quarantine" };
  const session = await open({ channel: { quality: [check] }, quantity: "INT64" });
  const records =
    "2\x1fshop\x1fone\n4\x1fa|b\x1f1\n10\x1fa\x1f2\n12\x1f\x1f3\n13\x1fo'k\x1f\n21\x1ftwo\x1elines\x1f1\n";

  const { rows, rejects } = await session.type(Buffer.from(records));

  expect(rows).toBe(3);
  expect(rejects.map(({ line, column, value }) => [line, column, value])).toEqual([
    [2, "quantity", "one"],
    [10, "channel", "a"],
    [21, "channel", "two\nlines"],
  ]);
  await session.close();
});
