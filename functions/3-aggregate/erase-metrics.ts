import { countRows, type Eraser } from "../../shared/erasure.ts";
import { subjects } from "./subjects.ts";

/** Nothing is erased here: these tables are rebuilt from clean lines. */
export const customerMetrics: Eraser = {
  holds: "daily metrics and customers",
  async remnants({ warehouse }, subject) {
    const statements = subjects.map(({ countPerson }) => countPerson);
    return countRows(warehouse, statements, subject);
  },
};
