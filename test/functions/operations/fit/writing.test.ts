import { describe, expect, it } from "vitest";
import type { TextColumn } from "../../../../functions/operations/fit/cells.ts";
import { fitTable } from "../../../../functions/operations/fit/fit-table.ts";
import { replaced, request, visits } from "./visits.ts";

describe("notations in a user's own table", () => {
  const grouped = (cell: string, separator: string) => cell.replace(/^(\d+)(\d{3})/, `$1${separator}$2`);
  const german = (cell: string) => grouped((10 * Number(cell)).toFixed(2).replace(".", ","), ".");
  const american = (cell: string) => `$${grouped((10 * Number(cell)).toFixed(2), ",")}`;
  const plain = () => {
    const columns = visits(400);
    return replaced(columns, "spent", (cell) => (10 * Number(cell)).toFixed(2));
  };
  const sameAs = (written: readonly TextColumn[]) => {
    const [one, other] = [fitTable(plain(), request).table, fitTable(written, request).table];
    expect(other.features).toEqual(one.features);
    expect(other.x).toEqual(one.x);
    expect(other.y).toEqual(one.y);
    expect(other.asOf).toEqual(one.asOf);
  };

  it.each([
    ["decimal commas, points between thousands", german],
    [
      "decimal commas, spaces between thousands, a sign",
      (cell: string) => `${german(cell).replace(".", "\u202f")} €`,
    ],
    ["commas between thousands, a sign before", american],
    ["the code of a currency", (cell: string) => `${american(cell).slice(1)} USD`],
  ])("%s are numbers", (_, written) => sameAs(replaced(visits(400), "spent", written)));

  it("decimal commas in another column make a point a thousands separator", () => {
    const columns = replaced(visits(400), "sun", (cell) => cell.replace(".", ","));
    const whole = (cell: string) => String(1000 + Math.round(Number(cell)));
    const { table } = fitTable(
      replaced(columns, "spent", (cell) => grouped(whole(cell), ".")),
      request,
    );
    expect(table.y).toEqual(fitTable(replaced(columns, "spent", whole), request).table.y);
  });

  it.each([
    ["06.10.2024", (y: string, m: string, d: string) => `${d}.${m}.${y}`],
    ["6/10/2024 14:05", (y: string, m: string, d: string) => `${Number(d)}/${Number(m)}/${y} 14:05`],
    ["10/6/24", (y: string, m: string, d: string) => `${Number(m)}/${Number(d)}/${y.slice(2)}`],
    ["20241006", (y: string, m: string, d: string) => y + m + d],
    ["2024-10-06T23:30:00+02:00", (y: string, m: string, d: string) => `${y}-${m}-${d}T23:30:00+02:00`],
    [
      "seconds since 1970",
      (y: string, m: string, d: string) => String(Date.UTC(+y, +m - 1, +d) / 1000 + 3600),
    ],
    [
      "6 Oct 2024",
      (y: string, m: string, d: string) =>
        `${+d} ${new Date(Date.UTC(+y, +m - 1)).toLocaleString("en-US", { month: "short", timeZone: "UTC" })} ${y}`,
    ],
  ])("dates like %s are dates", (_, written) => {
    sameAs(replaced(plain(), "day", (cell) => written(cell.slice(0, 4), cell.slice(5, 7), cell.slice(8))));
  });

  it("a month is its first day", () => {
    const { table } = fitTable(
      replaced(visits(400), "day", (cell) => cell.slice(0, 7)),
      request,
    );
    expect([...new Set(table.asOf)]).toEqual(["2022-01-01", "2022-02-01", "2022-03-01"]);
  });

  it("missing values of other programs are missing, and so is a number that overflows", () => {
    const without = replaced(visits(400), "sun", (cell, row) => (row % 9 === 0 ? "" : cell));
    const nothing = ["NA", "null", "NaN", "-", "1e999"];
    const { table } = fitTable(
      replaced(without, "sun", (cell, row) => cell || (nothing[row % nothing.length] ?? "")),
      request,
    );
    expect(table.x).toEqual(fitTable(without, request).table.x);
  });
});
