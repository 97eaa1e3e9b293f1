import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cells, type Files, generate, namesUnder, textOf } from "./generated.ts";

const Counts = z.record(z.string(), z.number());
const MessTruth = z.strictObject({ total: Counts, files: z.record(z.string(), Counts) });
const CORRUPT = ["bad_quantity", "bad_date", "bad_price", "short_row"];

const truthOf = (files: Files) => MessTruth.parse(JSON.parse(textOf(files, "_truth/mess.json")));
const rowsOf = (files: Files, name: string) => cells(textOf(files, name)).slice(1);

/** Counts what is wrong with a row by looking at it beside the row that it was made from. */
function faultOf(row: readonly string[], clean: readonly string[]): string | undefined {
  if (row.length < clean.length) return "short_row";
  if (row[3] === "abc") return "bad_quantity";
  if (row[4]?.endsWith("-13-45")) return "bad_date";
  if (row[5] === "n/a?") return "bad_price";
  if (row[5] === "") return "missing_price";
  if (row[2] === "") return "missing_description";
  if (row[7] === "" && clean[7] !== "") return "missing_customer";
  return undefined;
}

function countFaults(messy: Files, clean: Files, name: string): { [kind: string]: number } {
  const counts: { [kind: string]: number } = {};
  const add = (kind: string) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  const originals = new Map(
    rowsOf(clean, name.replace("-late", "")).map((row) => [`${row[0]} ${row[1]}`, row]),
  );
  let before = "";
  for (const row of rowsOf(messy, name)) {
    const original = originals.get(`${row[0]} ${row[1]}`) ?? [];
    const fault = faultOf(row, original);
    if (fault === undefined) expect(row).toEqual(original);
    else add(fault);
    if (before === row.join()) add("duplicate");
    if (name.endsWith("-late.csv")) add("late");
    before = row.join();
  }
  return counts;
}

describe("mess", () => {
  test("at 0 leaves neither duplicates nor gaps nor corrupt values nor late files", () => {
    const files = generate({ mess: 0 });

    for (const name of namesUnder(files, "transactions/")) {
      const rows = rowsOf(files, name);
      const identities = rows.map((row) => [row[0], row[1], row[3], row[4]].join());
      expect(new Set(identities).size).toBe(rows.length);
      expect(name).toMatch(/\/\d{4}-\d\d-\d\d\.csv$/);
      for (const row of rows) {
        expect(row).toHaveLength(11);
        expect(row.filter((cell, index) => cell === "" && index !== 7)).toEqual([]);
        expect(row[3]).toMatch(/^-?[1-9]\d*$/);
      }
    }
    expect(truthOf(files)).toEqual({ total: {}, files: {} });
  });

  test.each([0.1, 0.5, 1])("at %d is exactly what the truth says, in every file", (mess) => {
    const messy = generate({ days: 90, mess });
    const clean = generate({ days: 90, mess: 0 });
    const truth = truthOf(messy);

    const total: { [kind: string]: number } = {};
    for (const name of namesUnder(messy, "transactions/")) {
      const counted = countFaults(messy, clean, name);
      expect(truth.files[name] ?? {}).toEqual(counted);
      for (const [kind, count] of Object.entries(counted)) total[kind] = (total[kind] ?? 0) + count;
    }

    expect(truth.total).toEqual(total);
    expect(Object.keys(total)).toHaveLength(9);
  });

  test("only adds duplicates: every line of the clean run is still in some file of its day", () => {
    const messy = generate({ days: 60, mess: 0.6 });
    const clean = generate({ days: 60, mess: 0 });

    for (const name of namesUnder(clean, "transactions/")) {
      const late = name.replace(".csv", "-late.csv");
      const lines = [...rowsOf(messy, name), ...(messy.has(late) ? rowsOf(messy, late) : [])];
      const duplicates = new Map(Object.entries(truthOf(messy).files[name] ?? {})).get("duplicate") ?? 0;
      expect(lines).toHaveLength(rowsOf(clean, name).length + duplicates);
    }
  });

  test.each([250, 30])(
    "up to 0.5 keeps corrupt rows below one in 25 of each file, at %d lines a day",
    (linesPerDay) => {
      const files = generate({ mess: 0.5, linesPerDay });

      for (const [name, counts] of Object.entries(truthOf(files).files)) {
        const corrupt = CORRUPT.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
        expect(corrupt / rowsOf(files, name).length).toBeLessThan(0.04);
      }
    },
  );
});
