import { ingest } from "../../functions/1-ingest/ingest.ts";
import { clean } from "../../functions/2-clean/clean.ts";
import { requireObjectName } from "../../infra/local/object-names.ts";
import { messageOf } from "../../shared/errors.ts";
import { wake } from "../../shared/events.ts";
import { memoryWorld } from "../e2e/delivery/memory-world.ts";
import type { Finding } from "./house-bigquery.ts";
import { plants } from "./plants.ts";

/** Names that a sender may give a file, as far as Google takes them. */
const landed = [
  "transactions/2024-10-06.csv",
  `transactions/2024-10-06${"ä".repeat(490)}.csv`,
  "transactions/2024-10-06 \u{1F600}#1*?[x].csv",
];

/** What the stages make of such a name: the buckets in memory refuse what Google refuses. */
export const objectFindings = async (): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const name of landed) {
    const { platform } = memoryWorld();
    const body = "invoice_no,stock_code,quantity,invoice_date\nA1,P1,1,2024-10-06T10:00:00\n";
    const { generation } = await platform.landing.write(name, body);
    const reasons: string[] = [];
    try {
      const entry = await ingest(platform)({ bucket: platform.landingName, name, generation });
      if (entry?.state !== "ACCEPTED") reasons.push(`not accepted: ${entry?.state}`);
      await clean(platform)(wake("clean"));
    } catch (error) {
      reasons.push(messageOf(error));
    }
    findings.push({ place: `file ${name.slice(0, 40)}`, reasons });
  }
  return findings;
};

/** A laptop's bucket must refuse the names that Google refuses, or a file works there and nowhere else. */
export const laptopFindings = (): Finding[] =>
  Object.entries(plants.objectName).map(([rule, [refused]]) => {
    try {
      requireObjectName(refused);
      return { place: "a laptop's bucket accepts", reasons: [rule] };
    } catch {
      return { place: "a laptop's bucket refuses", reasons: [] };
    }
  });
