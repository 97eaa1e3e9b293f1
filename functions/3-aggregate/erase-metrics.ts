import type { Eraser } from "../../shared/erasure.ts";
import { sqlFile, text } from "../../shared/sql.ts";

const metrics = sqlFile(import.meta.url, "person.sql");

/** They are made anew from clean lines. */
export const customerMetrics: Eraser = {
  holds: "daily metrics and customers",
  async remnants({ warehouse }, { id }) {
    const counts = await warehouse.query(metrics, { subject: text(id) });
    return counts.map((row) => ({ place: String(row["place"]), rows: Number(row["rows_left"]) }));
  },
};
