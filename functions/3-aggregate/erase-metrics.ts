import { countRows, type Eraser } from "../../shared/erasure.ts";
import { subjects } from "./subjects.ts";

/** Nothing is erased here: these tables are rebuilt from clean lines. */
export const customerMetrics: Eraser = {
  holds: "daily metrics and customers",
  remnants: ({ warehouse }, subject) =>
    countRows(
      warehouse,
      subjects.map(({ countPerson }) => countPerson),
      subject,
    ),
};
