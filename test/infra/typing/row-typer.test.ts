import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { duckDbRowTyper } from "../../../infra/typing/row-typer.ts";
import { contract } from "../../functions/1-ingest/contract.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-typer-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("reads records before it answers, so that their bytes may be written over while they are typed", async () => {
  const session = await duckDbRowTyper(folder).open({
    feed: contract({ sku: "STRING", quantity: "INT64" }),
    width: 2,
    timeCellOf: new Map(),
    dayCellsOf: new Map(),
    cellOf: new Map([
      ["sku", 0],
      ["quantity", 1],
    ]),
    extra: [],
    object: "sales/2024-10-06.csv",
    generation: "1",
    fileDate: "2024-10-06",
    timeZone: "UTC",
  });
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
