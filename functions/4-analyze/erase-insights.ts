import { countRows, type Eraser } from "../../shared/erasure.ts";
import { sqlFile } from "../../shared/sql.ts";

const person = sqlFile(import.meta.url, "person.sql");

/** Nothing is erased here: the findings of the days that lose the person's lines are explained again. */
export const causes: Eraser = {
  holds: "causes of findings",
  async remnants({ warehouse }, subject) {
    return countRows(warehouse, [person], subject);
  },
};
