import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BadRecord, Dialect } from "../../../functions/1-ingest/dialect.ts";
import { RecordScanner } from "../../../functions/1-ingest/record-scanner.ts";
import { writtenCsv } from "./written-csv.ts";

interface Scanned {
  readonly header: readonly string[];
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly bad: readonly BadRecord[];
}

const plain: Dialect = { delimiter: ",", stripControls: false };

/** Scans chunks as ingest does, and reads the records of each full chunk. */
const scan = (dialect: Dialect, chunks: readonly Uint8Array[], chunkBytes?: number): Scanned => {
  const scanner = new RecordScanner(dialect, chunkBytes);
  const records: Scanned["records"][number][] = [];
  const bad: BadRecord[] = [];
  const read = () =>
    scanner.lend((lent, more) => {
      bad.push(...more);
      for (const record of lent.toString("utf8").split("\n").slice(0, -1)) {
        const [line, ...cells] = record.replaceAll("\x1e", "\n").replaceAll("\x1d", "\r").split("\x1f");
        records.push({ line: Number(line), cells });
      }
    });
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      at = scanner.scan(chunk, at);
      if (scanner.header) scanner.expectFields(scanner.header.length);
      if (scanner.full) read();
    }
  }
  scanner.end();
  read();
  return { header: scanner.header ?? [], records, bad };
};

const cutAt = (text: string, cuts: readonly number[]): Uint8Array[] => {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort(
    (left, right) => left - right,
  );
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
};

describe("case 43: quotes, delimiters, line breaks and chunk boundaries anywhere", () => {
  it("give the cells that were written, each record at its own line", () => {
    fc.assert(
      fc.property(
        writtenCsv(3),
        fc.array(fc.nat(), { maxLength: 12 }),
        ({ text, delimiter, records }, cuts) => {
          const found = scan({ ...plain, delimiter }, cutAt(text, cuts), 64);
          expect(found.header).toEqual(["a", "b", "c"]);
          expect(found.bad).toEqual([]);
          expect(found.records).toEqual(records);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("give the same for every single place where a file can be cut in two", () => {
    const text = 'a,b\n"x ""y"" 😀\r\nz", é€ \r\n\r\n5" nail,"","\n';
    const records = [
      { line: 2, cells: ['x "y" 😀\r\nz', "é€"] },
      { line: 5, cells: ['5" nail', ""] },
    ];
    const closed = text.replace(',"\n', "\n");
    for (let cut = 0; cut <= Buffer.byteLength(closed); cut++)
      expect(scan(plain, cutAt(closed, [cut])).records).toEqual(records);
  });
});

describe("the scanner's account of a file", () => {
  const record = fc.oneof(
    { weight: 5, arbitrary: fc.constant("1,2,3") },
    { weight: 1, arbitrary: fc.constantFrom("", "  ", "\t".repeat(0)) },
    { weight: 1, arbitrary: fc.constantFrom("1,2", "1", "1,2,3,4", ",", ",,,,") },
    { weight: 1, arbitrary: fc.constantFrom("1,\0,3", "\u0001,2") },
    { weight: 1, arbitrary: fc.constantFrom('"1\n2",2,3', '1,"\r\n\n",3') },
  );

  it("counts every record once, sound or bad, and no blank line", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), fc.nat({ max: 60 }), (rows, size) => {
        const found = scan(plain, cutAt(`a,b,c\n${rows.join("\n")}`, [size, 2 * size, 3 * size]), 32);
        const wanted = rows.filter((row) => row.trim() !== "");
        expect(found.records.length + found.bad.length).toBe(wanted.length);
        const sound = wanted.filter(
          (row) => !row.includes("\0") && /^("[^"]*"|[^,"]),("[^"]*"|[^,"]),[^,]$/s.test(row),
        );
        expect(found.records.length).toBe(sound.length);
        const lines = [...found.records, ...found.bad]
          .map(({ line }) => line)
          .sort((left, right) => left - right);
        expect(new Set(lines).size).toBe(lines.length);
        expect(lines).toEqual(linesOf(rows));
      }),
      { numRuns: 500 },
    );
  });

  const linesOf = (rows: readonly string[]): number[] => {
    let line = 2;
    return rows.flatMap((row) => {
      const own = line;
      line += 1 + (row.match(/\r\n|\n/g)?.length ?? 0);
      return row.trim() === "" ? [] : [own];
    });
  };

  it("takes a quote within a bare field for itself", () => {
    const { records } = scan(plain, [Buffer.from('a,b\n5" nail,6""\nx"y"z,"quoted"\n')]);
    expect(records.map(({ cells }) => cells)).toEqual([
      ['5" nail', '6""'],
      ['x"y"z', "quoted"],
    ]);
  });

  it("does not need a line break at the end of the file", () => {
    for (const end of ["", "\n", "\r\n", "\n\n  \n"])
      expect(scan(plain, [Buffer.from(`a,b\n1,2\n"3","4"${end}`)]).records).toEqual([
        { line: 2, cells: ["1", "2"] },
        { line: 3, cells: ["3", "4"] },
      ]);
  });

  it("keeps the text of a bad record short, however long the record is", () => {
    const long = `${"x".repeat(200_000)},${"y".repeat(1000)},1,2`;
    const { bad } = scan(plain, [Buffer.from(`a,b\n${long}\n`)]);
    expect(bad).toMatchObject([{ line: 2, rule: "field_count", fields: 4, expected: 2 }]);
    expect(bad[0]?.cells.join().length).toBeLessThanOrEqual(2000);
  });
});
