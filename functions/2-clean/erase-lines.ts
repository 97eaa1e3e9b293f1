import { rawRowsOfPerson } from "../../shared/contracts/raw-tables.ts";
import type { Eraser } from "../../shared/erasure.ts";
import { text } from "../../shared/sql.ts";
import { builtInSubjects } from "./subjects.ts";

/** Nothing is erased here: the staged rows are rewritten, and these tables are rebuilt from them. */
export const rawAndClean: Eraser = {
  holds: "raw rows, clean lines and quarantine",
  async remnants({ warehouse, feeds }, { id }) {
    const counts = [rawRowsOfPerson(feeds), ...builtInSubjects.map(({ countPerson }) => countPerson)];
    const params = { subject: text(id) };
    const found = await Promise.all(counts.map(async (sql) => (sql ? warehouse.query(sql, params) : [])));
    return found.flat().map((row) => ({ place: String(row["place"]), rows: Number(row["rows_left"]) }));
  },
};
