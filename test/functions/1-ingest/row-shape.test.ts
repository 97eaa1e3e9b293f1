import { describe, expect, it } from "vitest";
import { describeReject } from "../../../functions/1-ingest/bad-record.ts";
import type { BadRecord } from "../../../functions/1-ingest/dialect.ts";
import type { HeaderMap } from "../../../functions/1-ingest/header.ts";
import { RecordScanner } from "../../../functions/1-ingest/record-scanner.ts";
import { rowShape } from "../../../functions/1-ingest/row-shape.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";

const header = {
  cells: ["order", "day", "item", "Type"],
  cellOf: new Map([
    ["order_id", 0],
    ["ordered_on", 1],
    ["item", 2],
  ]),
};
type Shaping = Parameters<typeof rowShape>[0];

/** The rows of a text without its header. */
const rowsOf = (shaping: object, text: string) => {
  const scanner = new RecordScanner({ delimiter: ",", stripControls: false });
  const bytes = Buffer.from(`order,day,item,Type\n${text}`);
  const at = scanner.scan(bytes, 0);
  scanner.expectFields(4, rowShape(shaping as Shaping, header));
  scanner.scan(bytes, at);
  scanner.end();
  return scanner.lend((records, bad) => ({
    rows: records
      .toString()
      .split("\n")
      .slice(0, -1)
      .map((row) => row.split("\x1f").join("|")),
    bad: bad.map(({ line }) => line),
  }));
};

describe("a row", () => {
  const down = { fillDown: ["order_id", "ordered_on"] };

  it("takes what it leaves blank from the row above of the same order", () => {
    expect(rowsOf(down, "A,mon,x,\n,,y,\nA,,z,\nB,,v,\n,tue,w,\n").rows).toEqual([
      "2|A|mon|x|",
      "3|A|mon|y|",
      "4|A|mon|z|",
      "5|B||v|",
      "6|B|tue|w|",
    ]);
    expect(rowsOf({}, ",,y,\n").rows).toEqual(["2|||y|"]);
    expect(rowsOf(down, ",,y,\n").rows).toEqual(["2|||y|"]);
  });

  it("is none if two of the cells that it needs are blank, or if its kind is skipped", () => {
    const skipRows = { blank: ["order_id", "item"] };
    expect(rowsOf({ skipRows }, "A,mon,x,\n,mon,,\nA,,,\n").rows).toEqual(["2|A|mon|x|", "4|A|||"]);
    const kinds = { kinds: { header: "type", values: ["Total"] } };
    expect(rowsOf({ skipRows: kinds }, "A,mon,x,sale\nA,mon,x,TOTAL\n").rows).toEqual(["2|A|mon|x|sale"]);
  });

  it("that is too short is a bad one, unless it holds one cell and rows may be blank", () => {
    const skipRows = { blank: ["order_id", "item"] };
    expect(rowsOf({ skipRows }, "page 2,,\nA,mon,x\n").bad).toEqual([3]);
    expect(rowsOf(down, "page 2,,\n").bad).toEqual([2]);
  });
});

describe("a reject", () => {
  const feed = {
    subject: "customer",
    columns: [
      { name: "customer", pii: true, type: "STRING" },
      { name: "item", pii: false, type: "STRING" },
    ],
  } as unknown as Feed;
  const map = {
    cellOf: new Map([
      ["customer", 0],
      ["item", 2],
    ]),
    extra: [{ header: "note", cell: 1 }],
  } as unknown as HeaderMap;
  const bad = (more: Partial<BadRecord>): BadRecord =>
    ({
      ...{ line: 9, fields: 3, expected: 3, cells: ["C1", "hello", "x"], rule: "control_character" },
      ...more,
    }) as BadRecord;
  const open = { ...feed, columns: feed.columns.map((column) => ({ ...column, pii: false })) } as Feed;

  it("of a control character names the column and masks personal data", () => {
    expect(describeReject(feed, map, bad({ cell: 0, value: "C\u0001" }))).toMatchObject({
      ...{ column: "customer", value: "(masked)", message: "customer holds a control character", line: 9 },
      ...{ record: '{"customer":"(masked)","note":"hello","item":"x"}', subjects: ["C1"] },
    });
    expect(describeReject(feed, map, bad({ cell: 7, value: "v" }))).toMatchObject({
      ...{ column: null, value: "v", message: "field 8 holds a control character" },
    });
  });

  it("of the wrong length withholds all where any column is personal: each cell may name the person", () => {
    const long = bad({ rule: "field_count", fields: 4, cells: ["C1", "hello", "x", "y"] });
    expect(describeReject(feed, map, long)).toMatchObject({
      ...{ column: null, value: "4", message: "4 fields where the header has 3" },
      record: "(withheld: which of the 4 fields hold personal data cannot be told)",
      subjects: ["C1", "hello", "x", "y"],
    });
    expect(describeReject({ ...open, subject: undefined }, map, long)).toMatchObject({
      ...{ record: "C1, hello, x, y", subjects: [] },
    });
  });
});
