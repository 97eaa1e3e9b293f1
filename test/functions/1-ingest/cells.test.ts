import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { contract } from "./contract.ts";
import { openStager } from "./stager.ts";
import { writtenCsv } from "./written-csv.ts";

const stager = await openStager();
afterAll(() => stager.close());

const feed = contract({ a: {}, b: {}, c: {} }, { nullSpellings: [""], emptyFile: "accept" });

describe("case 43: from a file to typed rows", () => {
  it("each cell is what was written, however the file is quoted and however its bytes come", async () => {
    await fc.assert(
      fc.asyncProperty(
        writtenCsv(3),
        fc.integer({ min: 1, max: 30 }),
        async ({ text, records }, chunkSize) => {
          const { rows, report } = await stager.stage(feed, text, { chunkSize });
          expect(rows.map(({ _row, a, b, c }) => [Number(_row), a, b, c])).toEqual(
            records.map(({ line, cells }) => [line, ...cells.map((cell) => (cell === "" ? null : cell))]),
          );
          expect(report).toMatchObject({
            rowsIn: records.length,
            rowsKept: records.length,
            rowsQuarantined: 0,
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
