import { afterAll, describe, expect, it } from "vitest";
import { contract, threeTexts } from "./contract.ts";
import { openStager } from "./stager.ts";

const stager = await openStager();
afterAll(() => stager.close());

const feed = contract(threeTexts);
const lenient = contract(threeTexts, { maxRejectPercent: 100 });

describe("case 44: a quote that never closes", () => {
  const million = (secondLine: string) =>
    `a,b,c\n${secondLine}\n${"1,2,3\n".repeat(500_000)}${"4,5,6\n".repeat(499_998)}`;

  it("on line 2 of 1,000,000 rejects the file and names line 2", async () => {
    await expect(stager.stage(feed, million('x,"y,z'))).rejects.toThrow(
      /^line 2: a quote opens here and the record grows past 262144 bytes; does the quote never close\?/,
    );
  });

  it("names the line of the quote, not that of the record it stands in", async () => {
    const text = `a,b,c\n1,"two\nlines","never ${"x,y,z\n".repeat(50_000)}`;
    await expect(stager.stage(feed, text)).rejects.toThrow(/^line 3: a quote opens here/);
  });

  it("in a short file rejects it too", async () => {
    await expect(stager.stage(lenient, 'a,b,c\n1,2,3\n4,"5,6\n7,8,9\n')).rejects.toThrow(
      /^line 3: a quote opens here and never closes/,
    );
  });

  it("is not closed in silence by the next quote of the file", async () => {
    const text = 'a,b,c\n1,"two,3\n4,5,6\n7,"eight",9\n';
    await expect(stager.stage(lenient, text)).rejects.toThrow(
      /^line 2: a quote opens here, and where it closes, on line 4, text follows/,
    );
  });

  it("does not hide the rows it swallowed as one bad row", async () => {
    const text = 'a,b,c\n1,2,"3\n4,5,6\n7,8," ,9\n1,2,3\n';
    await expect(stager.stage(lenient, text)).rejects.toThrow(
      /^line 2: a quoted field runs on to line 4, and the record then has 4 fields where the header has 3/,
    );
  });

  it("is told from text after a closing quote on one line", async () => {
    await expect(stager.stage(lenient, 'a,b,c\n1,"two" x,3\n')).rejects.toThrow(
      /^line 2: there is text after a closing quote/,
    );
  });
});

describe("case 45: ten per cent of the rows are malformed", () => {
  const columns = { a: { type: "INT64", required: true }, b: "STRING", c: "STRING" } as const;
  const rows = Array.from({ length: 1000 }, (_, index) => {
    if (index % 20 === 7) return "1,2";
    return index % 20 === 13 ? "one,2,3" : `${index},2,3`;
  });
  const body = `a,b,c\n${rows.join("\n")}\n`;

  it("a limit of 5 % rejects the file, and says how many and which was first", async () => {
    await expect(stager.stage(contract(columns, { maxRejectPercent: 5 }), body)).rejects.toThrow(
      "100 of 1000 rows are bad (10.0 %, allowed are 5 %); the first is on line 9: 2 fields where the header has 3",
    );
  });

  it("a limit of 20 % loads the sound rows and quarantines the others, each with its line and reason", async () => {
    const {
      report,
      rows: kept,
      rejects,
    } = await stager.stage(contract(columns, { maxRejectPercent: 20 }), body);
    expect(report).toMatchObject({ rowsIn: 1000, rowsKept: 900, rowsQuarantined: 100 });
    expect(report.reasons).toEqual({ field_count: 50, "a: not_a_whole_number": 50 });
    expect(kept.length).toBe(900);
    expect(rejects.length).toBe(100);
    expect(rejects.map(({ _row }) => Number(_row))).toEqual(
      rows.flatMap((row, index) => (row.startsWith(`${index},`) ? [] : [index + 2])),
    );
    expect(rejects[1]).toEqual({
      feed: "sales",
      _source_date: "2024-10-06",
      _object: "sales/2024-10-06.csv",
      _generation: "7",
      _row: "15",
      column_name: "a",
      value: "one",
      rule: "not_a_whole_number",
      message: 'a "one" is not a whole number',
      reasons: 'a "one" is not a whole number',
      record: '{"a":"one","b":"2","c":"3"}',
    });
  });

  it("exactly the limit is still within it", async () => {
    const { report } = await stager.stage(contract(columns, { maxRejectPercent: 10 }), body);
    expect(report.rowsQuarantined).toBe(100);
  });
});

describe("case 49: a row too short or too long", () => {
  it("is rejected alone, with its line and both counts", async () => {
    const { rows, rejects, report } = await stager.stage(
      lenient,
      "a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,\n,\n4,5,6\n",
    );
    expect(rows.map(({ a }) => a)).toEqual(["1", "4"]);
    expect(rejects.map(({ _row, rule, value, message }) => [Number(_row), rule, value, message])).toEqual([
      [2, "field_count", "2", "2 fields where the header has 3"],
      [4, "field_count", "4", "4 fields where the header has 3"],
      [5, "field_count", "4", "4 fields where the header has 3"],
      [6, "field_count", "2", "2 fields where the header has 3"],
    ]);
    expect(report).toMatchObject({ rowsIn: 6, rowsKept: 2, rowsQuarantined: 4 });
  });
});

describe("personal data", () => {
  const people = contract(
    { customer_id: { classification: "pii" }, email: { classification: "pii" }, age: "INT64" },
    { maxRejectPercent: 100 },
  );
  const secret = /17850|ann@example/;

  it("is masked in the rejects of values", async () => {
    const { rejects } = await stager.stage(people, "customer_id,email,age\n17850,ann@example.org,old\n");
    expect(rejects).toMatchObject([
      { value: "old", record: '{"customer_id":"(masked)","email":"(masked)","age":"old"}' },
    ]);
  });

  it("is masked in the rejects of records, also where no cell is known for what it is", async () => {
    const body =
      "customer_id,email,age\n17850,ann@example.org\n17850,ann@example.org,1,2\n17850,ann@\0example.org,3\n17850,,\0\n";
    const { rejects } = await stager.stage(people, body);
    expect(rejects.map(({ rule, value }) => [rule, value])).toEqual([
      ["field_count", "2"],
      ["field_count", "4"],
      ["control_character", "(masked)"],
      ["control_character", ""],
    ]);
    expect(JSON.stringify(rejects)).not.toMatch(secret);
  });

  it("is not in the reason why a file is rejected", async () => {
    const strict = contract(
      { customer_id: { classification: "pii", quality: [tooLong] }, age: "INT64" },
      { maxRejectPercent: 0 },
    );
    for (const body of ["customer_id,age\n17850,1\n", "17850,ann@example.org\n17850,ann@example.org\n"]) {
      const failure = await stager.stage(strict, body).catch(String);
      expect(failure).toMatch(/RejectedInput|rows are bad|columns is known/);
      expect(failure).not.toMatch(secret);
    }
  });

  const tooLong = { metric: "invalidValues", arguments: { maxLength: 2 }, severity: "quarantine" };
});

describe("a file's delimiter", () => {
  it("is the one that makes sense of the header: comma, semicolon, tab or bar", async () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const body = `a${delimiter}b${delimiter}c\n1${delimiter}"x,;|\ty"${delimiter}3\n`;
      const { report, rows } = await stager.stage(feed, body);
      expect(report.delimiter).toBe(delimiter);
      expect(rows).toMatchObject([{ a: "1", b: "x,;|\ty", c: "3" }]);
    }
  });

  it("is the contract's, where it declares one", async () => {
    const { rows } = await stager.stage(contract(threeTexts, { delimiter: "~" }), "a~b~c\n1,2~;~3\n");
    expect(rows).toMatchObject([{ a: "1,2", b: ";", c: "3" }]);
  });
});

describe("a file in several chunks", () => {
  it("keeps its counts, its lines and the order of its rejects", async () => {
    const numbers = contract({ a: "INT64", b: "STRING", c: "STRING" }, { maxRejectPercent: 100 });
    // Every 1,000th row is bad, by turns in its number of fields and in its value.
    const body = Array.from({ length: 220_000 }, (_, index) => {
      if (index % 1000 !== 500) return `${index},2,3`;
      return index % 2000 === 500 ? "1,2" : "x,2,3";
    });
    const { report, rejects } = await stager.stage(numbers, `a,b,c\n${body.join("\n")}\n`, {
      chunkSize: 1 << 16,
    });
    expect(report.parts.length).toBe(2);
    expect(report).toMatchObject({ rowsIn: 220_000, rowsKept: 219_780, rowsQuarantined: 220 });
    expect(report.firstReject?.line).toBe(502);
    expect(rejects.map(({ _row }) => Number(_row))).toEqual(
      Array.from({ length: 220 }, (_, index) => index * 1000 + 502),
    );
  });
});
