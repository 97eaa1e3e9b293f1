import { countRows, type Eraser } from "../../shared/erasure.ts";
import { sqlFile } from "../../shared/sql.ts";
import { subjects } from "./subjects.ts";

const countFirstOrders = sqlFile(import.meta.url, "kpis/person.sql");

/** Nothing is erased here: these tables are rebuilt from clean lines. */
export const customerMetrics: Eraser = {
  holds: "daily metrics and customers",
  async remnants({ warehouse }, subject) {
    const statements = [...subjects.map(({ countPerson }) => countPerson), countFirstOrders];
    return countRows(warehouse, statements, subject);
  },
};
