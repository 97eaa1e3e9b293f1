import { countRows, type Eraser } from "../../shared/erasure.ts";
import { sqlFile, text } from "../../shared/sql.ts";
import { whileIdle } from "../../shared/work/while-idle.ts";

const eraseSql = sqlFile(import.meta.url, "erase_person.sql");
const countSql = sqlFile(import.meta.url, "person.sql");

/** Predictions about a person are kept as they were made, until the person is erased. */
export const predictions: Eraser = {
  holds: "predictions",
  // A job that was begun would bring them back.
  finish: (platform, { id }) =>
    whileIdle(platform, "publish", async () => {
      const job = `erase-predictions-${platform.ids.next()}`;
      await platform.warehouse.run({ id: job, script: eraseSql, params: { subject: text(id) } });
    }),
  remnants: ({ warehouse }, subject) => countRows(warehouse, [countSql], subject),
};
