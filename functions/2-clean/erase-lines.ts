import { rawRowsOfPerson } from "../../shared/contracts/raw-tables.ts";
import type { Eraser } from "../../shared/erasure.ts";
import { sqlFile, text } from "../../shared/sql.ts";

const lines = sqlFile(import.meta.url, "person.sql");

/** They are made anew from staged rows, for the days that the person was on: nothing is to be taken out here. */
export const rawAndClean: Eraser = {
  holds: "raw rows, clean lines and quarantine",
  async remnants({ warehouse, feeds }, { id }) {
    const raw = rawRowsOfPerson(feeds);
    const params = { subject: text(id) };
    const counts = [
      ...(raw === "" ? [] : await warehouse.query(raw, params)),
      ...(await warehouse.query(lines, params)),
    ];
    return counts.map((row) => ({ place: String(row["place"]), rows: Number(row["rows_left"]) }));
  },
};
