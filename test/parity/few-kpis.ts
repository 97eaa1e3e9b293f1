import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder with four of the built-in KPIs: sums and distinct counts, one of which a customer's first order decides. More take the
 * same steps; where each step is repeated hundreds of times, or an emulator joins row by row, they only take longer.
 */
export const fewKpis = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-few-kpis-"));
  for (const name of ["total_revenue", "order_count", "active_customers", "new_customers"])
    cpSync(join(import.meta.dirname, "../../shared/kpis", `${name}.yaml`), join(folder, `${name}.yaml`));
  return folder;
};
