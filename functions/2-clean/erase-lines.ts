import { rawRowsOfPerson } from "../../shared/contracts/raw-tables.ts";
import { countRows, type Eraser } from "../../shared/erasure.ts";
import { builtInSubjects } from "./subjects.ts";

/** Nothing is erased here: the staged rows are rewritten, and these tables are rebuilt from them. */
export const rawAndClean: Eraser = {
  holds: "raw rows, clean lines and quarantine",
  async remnants({ warehouse, feeds }, subject) {
    const raw = rawRowsOfPerson(feeds);
    const clean = builtInSubjects.flatMap(({ countPerson }) => countPerson ?? []);
    return countRows(warehouse, raw === "" ? clean : [raw, ...clean], subject);
  },
};
