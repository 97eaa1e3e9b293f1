import type { Log } from "../../shared/platform.ts";
import { type Prices, readPrices } from "../../shared/prices.ts";

export type BillingLog = (job: string, bytesBilled: string | undefined) => void;

/** Logs the billed bytes of each job and their list price. Jobs that read nothing are skipped. */
export const billingLogger = (log: Log | undefined): BillingLog => {
  let prices: Prices | undefined;
  return (job, bytesBilled) => {
    const bytes = Number(bytesBilled ?? 0);
    if (!log || bytes === 0) return;
    prices ??= readPrices();
    log.info("warehouse job", {
      event: "warehouse_job",
      job,
      bytes_billed: bytes,
      cost_dollars: (bytes / 2 ** 40) * prices.prices.bigquery.query_tib.price,
    });
  };
};
