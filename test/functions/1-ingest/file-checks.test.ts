import { describe, expect, it } from "vitest";
import { checkFile } from "../../../functions/1-ingest/file-checks.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { HeldInput, RejectedInput } from "../../../shared/errors.ts";

type Staged = Parameters<typeof checkFile>[1];
const notes: string[] = [];

/** What becomes of a file of ten good rows: nothing, or the kind of refusal and its words. */
const judged = (feed: object, staged: object = {}, released = false): string => {
  notes.length = 0;
  const whole = { emptyFile: "reject", maxRejectPercent: 5, columns: [], ...feed } as unknown as Feed;
  const rows = {
    rowsIn: 10,
    rowsKept: 10,
    rowsQuarantined: 0,
    rejectsErased: 0,
    repeated: 0,
    nulls: {},
    notes,
  };
  try {
    checkFile(whole, { ...rows, ...staged } as unknown as Staged, "f.csv", released);
    return "fine";
  } catch (error) {
    if (error instanceof HeldInput) return `held: ${error.message}`;
    if (error instanceof RejectedInput) return `rejected: ${error.message}`;
    throw error;
  }
};
const bad = (rowsIn: number, rowsQuarantined: number) => ({
  rowsIn,
  rowsQuarantined,
  rowsKept: rowsIn - rowsQuarantined,
});

describe("a file is rejected", () => {
  it("without its closing line, or with another number of rows than that states", () => {
    const feed = { trailer: "TRAILER" };
    expect(judged(feed)).toContain('rejected: there is no closing line "TRAILER"');
    expect(judged(feed, { statedRows: 10 })).toBe("fine");
    expect(judged(feed, { statedRows: 11 })).toContain("states 11 rows, the file has 10");
    // Rows of people who were erased count as they stood in the file.
    expect(judged(feed, { statedRows: 11, rejectsErased: 1, ...bad(10, 0) })).toContain(
      "1 of 11 rows are bad",
    );
    expect(judged({ ...feed, maxRejectPercent: 10 }, { statedRows: 11, rejectsErased: 1 })).toBe("fine");
  });

  it("without rows, unless the contract lets it pass", () => {
    expect(judged({}, { rowsIn: 0, rowsKept: 0 })).toBe("rejected: the file has a header but no rows");
    expect(judged({ emptyFile: "accept" }, { rowsIn: 0, rowsKept: 0 })).toBe("fine");
  });

  it("with more bad rows than the allowed share, and says which was the first", () => {
    expect(judged({}, bad(100, 5))).toBe("fine");
    expect(judged({}, { ...bad(100, 6), firstReject: { line: 3, message: "m" } })).toBe(
      "rejected: 6 of 100 rows are bad (6.0 %, allowed are 5 %); the first is on line 3: m",
    );
    const few = { percentFromRows: 10 };
    expect(judged(few, bad(9, 8))).toBe("fine");
    expect(judged(few, bad(9, 9))).toContain("9 of 9 rows are bad");
    expect(judged(few, bad(10, 9))).toContain("9 of 10 rows are bad");
    expect(judged({ changes: { holds: () => true } }, bad(9, 9))).toBe("fine");
    expect(judged({ changes: { holds: () => false } }, bad(9, 9))).toContain("9 of 9");
  });

  it("at its first fatal row, and for rows that stand in it twice", () => {
    expect(judged({}, { fatal: { line: 7, message: "is below 1" } })).toBe("rejected: line 7: is below 1");
    expect(judged({}, { repeated: 1 })).toContain("rejected: 1 of 10 rows have the invoice_no, stock_code");
  });
});

describe("a file of few rows or many missing values", () => {
  const least = (severity: string) => ({ minRows: { moreThan: 10, severity } });
  const nulls = (severity: string) => ({
    columns: [{ name: "price", maxNullPercent: { limit: 20, severity } }],
  });
  const missing = (price: number, rowsKept = 10) => ({ rowsKept, nulls: { price } });

  it("is rejected, held or only noted, as the contract says", () => {
    expect(judged(least("reject_file"))).toBe("rejected: 10 rows, where more than 10 are expected");
    expect(judged(least("hold"))).toBe("held: 10 rows, where more than 10 are expected");
    expect([judged(least("warn")), ...notes]).toEqual(["fine", "10 rows, where more than 10 are expected"]);
    expect(judged(least("hold"), { rowsIn: 11 })).toBe("fine");
    expect(judged(least("hold"), { rejectsErased: 1, rowsIn: 10 })).toBe(
      "rejected: 1 of 11 rows are bad (9.1 %, allowed are 5 %)",
    );
    expect(judged({ ...least("hold"), emptyFile: "accept" }, { rowsIn: 0 })).toBe("fine");
    expect(judged(nulls("hold"), missing(2))).toBe("fine");
    expect(judged(nulls("hold"), missing(3))).toBe(
      "held: price is missing in 30.0 % of the rows, allowed are 20 %",
    );
    expect(judged(nulls("reject_file"), missing(3))).toContain("rejected: price is missing");
    expect(judged({ ...nulls("hold"), maxRejectPercent: 100 }, missing(3, 0))).toBe("fine");
  });

  it("that was released by a person passes, with a note; a rejected one does not", () => {
    const both = { ...least("hold"), ...nulls("hold") };
    expect(judged(both, missing(3), true)).toBe("fine");
    expect(notes).toEqual([
      "released by a person: 10 rows, where more than 10 are expected; price is missing in 30.0 % of the rows, allowed are 20 %",
    ]);
    expect(judged({}, { holding: { line: 2, message: "is odd" } })).toBe("held: line 2: is odd");
    expect([judged({}, {}, true), ...notes]).toEqual(["fine"]);
    expect(judged(least("reject_file"), {}, true)).toContain("rejected");
  });
});
