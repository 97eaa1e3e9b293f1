import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import type { ErasedFile, ErasureRequest } from "../../../shared/work/erasure-requests.ts";
import { type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";

/** A place that was searched at the end, with nothing of the person found. */
export interface Searched {
  readonly holds: string;
  readonly places: number;
}

/** How long copies live on. The first three are set by Daybook's Terraform, the others by Google Cloud. */
export const lingering: readonly { readonly what: string; readonly days: number }[] = [
  { what: "staged objects that were removed, in the staging bucket's soft delete", days: 7 },
  { what: "earlier versions of serving snapshots that were removed", days: 2 },
  { what: "earlier versions of state objects (counts and dates of files; no ids)", days: 21 },
  { what: "the tables as they were, in BigQuery's time travel", days: 7 },
  { what: "the same in BigQuery's fail-safe, which only Google's support can read", days: 14 },
  { what: "log lines (names of files and counts; personal columns are never logged)", days: 30 },
];

const goneAtOnce = [
  "staged rows and rejects, in every generation and revision",
  "raw tables, clean lines and quarantine",
  "serving snapshots: a new one answers, and those that held the person are removed",
  "daily metrics, sales totals and the list of customers, which were rebuilt without the rows",
  "predictions about the person",
];

/** What was erased, what expires by itself and when, and what only people can do. */
export const makeCertificate = async (
  platform: Platform,
  { subject, requested, files }: ErasureRequest,
  checked: readonly Searched[],
) => {
  const now = platform.clock.now();
  const originals = await listThere(platform.landing, files);
  const rejected = await listThere(platform.landing, await notSearched(platform));
  const after = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return {
    schema: "daybook.erasure-certificate/v1",
    /** A keyed hash: only somebody with the id and the key in the state bucket can match it. */
    subject,
    requested,
    completed: now.toISOString(),
    rowsErased: files.reduce((total, { rows }) => total + rows, 0),
    files,
    checked,
    goneAtOnce,
    /** The day after which each is gone. */
    expires: lingering.map(({ what, days }) => ({ what, days, by: after(days) })),
    operator: [
      // The files are the company's own records, and invoices must often be kept: Daybook never rewrites them.
      originals !== "" &&
        `The original files still hold the rows and are not changed; any later ingest of them leaves the person out. To remove the rows there too, replace each file by one without them, or delete it; old versions expire 90 days later, and 7 days of soft delete follow: ${originals}`,
      rejected !== "" &&
        `Files that were rejected as a whole were not searched; check whether they name the person: ${rejected}`,
      "Models trained before this erasure are flagged in the state bucket (erasures/v1/retrain/), and the next training replaces them. A model does not hold rows, but its weights may bear their trace until then.",
      "Copies outside Daybook (the system that exported the files, downloads, backups) are not known here.",
    ].filter((note) => note !== false),
  };
};
export type Certificate = Awaited<ReturnType<typeof makeCertificate>>;

/** A rejected file was never staged, so it was not searched. */
const notSearched = async ({ state, clock, feeds }: Platform): Promise<readonly LedgerEntry[]> => {
  const people = new Set(feeds.filter(({ subject }) => subject !== undefined).map(({ name }) => name));
  const entries = await ledgerIn(state, clock).list();
  return entries.filter((entry) => entry.state === "REJECTED" && people.has(entry.feed));
};

/** The generations that the bucket still holds. */
const listThere = async (
  landing: ObjectStore,
  files: readonly Pick<ErasedFile, "object" | "generation">[],
): Promise<string> => {
  const there: string[] = [];
  for (const { object, generation } of files)
    if (await landing.stat(object, generation)) there.push(`${object} (generation ${generation})`);
  return there.join(", ");
};

export const certificateText = (certificate: Certificate): string => {
  const { subject, requested, completed, rowsErased, files, checked, expires, operator } = certificate;
  const list = (lines: readonly string[]) => lines.map((line) => `  - ${line}`).join("\n");
  return [
    "CERTIFICATE OF ERASURE",
    `Subject (keyed hash): ${subject}\nRequested: ${requested}\nCompleted: ${completed}\nRows erased: ${rowsErased} in ${files.length} generations of files`,
    `Gone at once:\n${list(certificate.goneAtOnce)}`,
    `Searched at the end, with nothing found:\n${list(checked.map(({ holds }) => holds))}`,
    `Expire by themselves on Google Cloud:\n${list(expires.map(({ what, days, by }) => `${what}: after ${days} days, by ${by}`))}`,
    `For the operator:\n${list(operator)}`,
    "",
  ].join("\n\n");
};
