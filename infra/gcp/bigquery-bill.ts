import type { Log } from "../../shared/platform.ts";
import { type Prices, readPrices } from "../../shared/prices.ts";

export type Bill = (job: string, bytesBilled: string | undefined) => void;

/** One log line for each job that read something: what it is billed for, and what that costs by the price list. */
export const billTo = (log: Log | undefined): Bill => {
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
