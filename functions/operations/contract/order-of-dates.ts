import { dayFirstLanguages } from "../../../shared/contracts/header-words.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { SampleColumn } from "./assign-columns.ts";
import type { DateOrder } from "./guess-dates.ts";
import type { ReadFile } from "./read-files.ts";

/** Which comes first in 03/04/24, and what tells. Nothing is guessed: where nothing tells, the person is asked. */
export const orderOfDates = (
  files: readonly ReadFile[],
  { header, texts }: SampleColumn,
): { readonly order: DateOrder; readonly why: string } => {
  const text = texts[0] ?? "";
  if (text.includes(".")) return { order: "dmy", why: "dates with dots begin with the day" };
  const named = orderByNames(files, header);
  if (named) return { order: named, why: "the dates in the names of the files agree" };
  const headers = files[0]?.table.headers.join(" ") ?? "";
  const foreign = dayFirstLanguages.exec(headers);
  if (foreign) return { order: "dmy", why: `the headers are not English ("${foreign[0]}")` };
  if (
    files.some(({ table }) =>
      table.rows.slice(0, 200).some(({ cells }) => cells.some((cell) => /[€£]/.test(cell))),
    )
  )
    return { order: "dmy", why: "amounts are in pounds or euros" };
  throw new RejectedInput(
    `column "${header}": "${text}" can be day/month or month/day in every row. Say which with --dates dmy or --dates mdy`,
  );
};

/** A file of one day says in its name which day that is. */
const orderByNames = (files: readonly ReadFile[], header: string): DateOrder | undefined => {
  const votes: DateOrder[] = files.flatMap(({ name, table }) => {
    const [, year = "", month, day] = /(\d{4})-?(\d{2})-?(\d{2})/.exec(name) ?? [];
    const index = table.headers.indexOf(header);
    const first = table.rows.map(({ cells }) => cells[index] ?? "").find((cell) => cell !== "");
    const [left, right] = first?.match(/\d+/g)?.map(Number) ?? [];
    if (year === "" || left === right) return [];
    if (left === Number(day) && right === Number(month)) return ["dmy" as const];
    return left === Number(month) && right === Number(day) ? ["mdy" as const] : [];
  });
  const [one] = new Set(votes);
  return new Set(votes).size === 1 ? one : undefined;
};
