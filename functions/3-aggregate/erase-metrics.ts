import type { Eraser } from "../../shared/erasure.ts";
import { text } from "../../shared/sql.ts";
import { subjects } from "./subjects.ts";

/** Nothing is erased here: these tables are rebuilt from clean lines. */
export const customerMetrics: Eraser = {
  holds: "daily metrics and customers",
  async remnants({ warehouse }, { id }) {
    const params = { subject: text(id) };
    const counts = await Promise.all(subjects.map(({ countPerson }) => warehouse.query(countPerson, params)));
    return counts.flat().map((row) => ({ place: String(row["place"]), rows: Number(row["rows_left"]) }));
  },
};
