import { countRows, type Eraser } from "../../shared/erasure.ts";
import { sqlFile, text } from "../../shared/sql.ts";

const eraseSql = sqlFile(import.meta.url, "erase_person.sql");
const countSql = sqlFile(import.meta.url, "person.sql");

/** Predictions about a person are kept as they were made, until the person is erased. */
export const predictions: Eraser = {
  holds: "predictions",
  async finish({ warehouse, ids }, { id }) {
    const job = `erase-predictions-${ids.next()}`;
    await warehouse.run({ id: job, script: eraseSql, params: { subject: text(id) } });
  },
  remnants: ({ warehouse }, subject) => countRows(warehouse, [countSql], subject),
};
