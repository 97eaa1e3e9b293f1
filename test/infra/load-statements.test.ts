import { expect, it } from "vitest";
import { loadStatements } from "../../infra/local/load-statements.ts";

it("reads a bounded number of files per statement, and each file once", () => {
  const paths = Array.from({ length: 1001 }, (_, index) => `/staging/${index}.parquet`);
  const columns = [{ name: "sku", type: "STRING" as const }];

  const [empty, ...inserts] = loadStatements(
    { id: "load", table: "raw.sales", columns, replace: ["2024-10-06"], objects: [] },
    paths,
  );

  expect(empty).toContain("delete from");
  const read = inserts.map((insert) => insert.match(/\/staging\/\d+\.parquet/g) ?? []);
  expect(Math.max(...read.map(({ length }) => length))).toBeLessThanOrEqual(400);
  expect(read.flat()).toEqual(paths);
});
