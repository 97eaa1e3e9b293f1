import type { LedgerEntry } from "../../../shared/work/ledger.ts";
import type { TemporaryHome } from "../../e2e/temporary-home.ts";

/** Puts a file into the bucket and lets ingest have it at once; answers what became of it. */
export const land = async (
  home: TemporaryHome,
  name: string,
  body: string | Uint8Array,
): Promise<LedgerEntry | undefined> => {
  const { generation } = await home.platform.landing.write(name, body);
  return home.stages.ingest.run({ bucket: home.platform.landingName, name, generation });
};

export const sales = (...rows: readonly string[]): string =>
  `${["invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id", ...rows].join("\n")}\n`;
