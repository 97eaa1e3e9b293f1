import { howToMend } from "../../../shared/quality/mend.ts";
import type { QuarantineView } from "../../../shared/serving/sections/quarantine.ts";
import type { LedgerEntry } from "../../../shared/work/ledger.ts";
import type { FeedStatus } from "../status/status-report.ts";
import type { SupplierReport } from "./supplier-page.ts";

interface Known {
  readonly feed: string;
  readonly report: {
    readonly feeds: readonly Pick<FeedStatus, "feed" | "files" | "rows" | "quarantined">[];
    readonly rejected: readonly LedgerEntry[];
  };
  readonly held: QuarantineView;
}

/** What the sender of a feed can mend, from the snapshot and the ledger: the pages ask no warehouse for it. */
export const reportFromSnapshot = ({ feed, report, held }: Known, at: Date): SupplierReport => {
  const own = held.newest.filter((row) => row.feed === feed);
  const known = report.feeds.find((each) => each.feed === feed);
  const quarantined = held.rules
    .filter((rule) => rule.feed === feed)
    .reduce((sum, { rows }) => sum + rows, 0);
  return {
    at: at.toISOString(),
    feeds: [
      {
        feed,
        in: (known?.rows ?? 0) + (known?.quarantined ?? 0),
        files: { length: known?.files ?? 0 },
        quarantined,
        warned: 0,
        refused: report.rejected
          .filter((entry) => entry.feed === feed)
          .map(({ object, reason }) => ({ file: object, reason: reason ?? null })),
      },
    ],
    rows: own.map(({ file, line, column, value, message, rule }) => ({
      feed,
      file,
      line,
      column,
      value,
      reasons: message,
      mend: howToMend(rule, column),
      kept: false,
    })),
  };
};
