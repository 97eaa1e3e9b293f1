import type { Platform } from "../../../shared/platform.ts";
import type { ErasedFile, ErasureRequest } from "../../../shared/work/erasure-requests.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";

/** What was erased, what follows by itself and when, and what only people can do. */
export interface Certificate {
  readonly schema: "daybook.erasure-certificate/v1";
  /** A keyed hash: whoever has the id and the key of the state bucket can match it, nobody else. */
  readonly subject: string;
  readonly requested: string;
  readonly completed: string;
  readonly rowsErased: number;
  readonly files: readonly ErasedFile[];
  /** Nothing of the person was found in them at the end. */
  readonly checked: readonly { readonly holds: string; readonly places: number }[];
  readonly goneAtOnce: readonly string[];
  readonly expires: readonly Expiry[];
  readonly operator: readonly string[];
}

interface Expiry {
  readonly what: string;
  readonly days: number;
  /** The day after which it is gone. */
  readonly by: string;
}

/** Days that copies live on. The first three are what Daybook's Terraform sets, the others what Google Cloud gives. */
export const lingering: readonly Pick<Expiry, "what" | "days">[] = [
  { what: "staged objects that were removed, in the staging bucket's soft delete", days: 7 },
  { what: "earlier versions of serving snapshots that were removed", days: 2 },
  { what: "earlier versions of state objects (counts and dates of files; no ids)", days: 21 },
  { what: "the tables as they were, in BigQuery's time travel", days: 7 },
  { what: "the same in BigQuery's fail-safe, which only Google's support can read", days: 14 },
  { what: "log lines (names of files and counts; personal columns are never logged)", days: 30 },
];

const goneAtOnce = [
  "staged rows and rejects, in every generation and take",
  "raw tables, clean lines and quarantine",
  "serving snapshots: a new one answers, and those that held the person are removed",
  "daily metrics, sales totals and the list of customers, which were made anew without the rows",
  "predictions about the person",
];

export const certificateOf = async (
  platform: Platform,
  { subject, requested, files }: ErasureRequest,
  checked: Certificate["checked"],
): Promise<Certificate> => {
  const now = platform.clock.now();
  const after = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return {
    schema: "daybook.erasure-certificate/v1",
    subject,
    requested,
    completed: now.toISOString(),
    rowsErased: files.reduce((total, { rows }) => total + rows, 0),
    files,
    checked,
    goneAtOnce,
    expires: lingering.map(({ what, days }) => ({ what, days, by: after(days) })),
    operator: [
      ...(await aboutOriginals(platform, files)),
      ...(await aboutRejected(platform)),
      "Models trained before this erasure are flagged in the state bucket (erasures/v1/retrain/); the next training takes the flag up. A model does not hold rows, and its weights may still bear their trace until then.",
      "Copies outside Daybook (the system that exported the files, downloads, backups) are not known here.",
    ],
  };
};

/** The files are the company's own records, and invoices must often be kept: Daybook never rewrites what it was given. */
const aboutOriginals = async ({ landing }: Platform, files: readonly ErasedFile[]): Promise<string[]> => {
  const there: string[] = [];
  for (const { object, generation } of files)
    if (await landing.stat(object, generation)) there.push(`${object} (generation ${generation})`);
  return there.length === 0
    ? []
    : [
        `The original files still hold the rows, and are not changed: whatever is read from them again leaves the person out. To be rid of them there too, replace each by a file without the rows, or delete it; old versions expire 90 days later, and 7 days of soft delete follow: ${there.join(", ")}`,
      ];
};

/** What was never staged was never looked into. */
const aboutRejected = async ({ state, clock, landing, feeds }: Platform): Promise<string[]> => {
  const people = new Set(feeds.filter(({ subject }) => subject !== undefined).map(({ name }) => name));
  const there: string[] = [];
  for (const { object, generation, feed, state: ended } of await ledgerIn(state, clock).list())
    if (ended === "REJECTED" && people.has(feed) && (await landing.stat(object, generation)))
      there.push(`${object} (generation ${generation})`);
  return there.length === 0
    ? []
    : [
        `Files that were rejected as a whole were never read to the end; look whether they name the person: ${there.join(", ")}`,
      ];
};

export const certificateText = (certificate: Certificate): string => {
  const { subject, requested, completed, rowsErased, files, checked, expires, operator } = certificate;
  const list = (lines: readonly string[]) => lines.map((line) => `  - ${line}`).join("\n");
  return [
    "CERTIFICATE OF ERASURE",
    `Subject (keyed hash): ${subject}\nRequested: ${requested}\nCompleted: ${completed}\nRows erased: ${rowsErased} in ${files.length} generations of files`,
    `Gone at once:\n${list(certificate.goneAtOnce)}`,
    `Looked through at the end, and nothing found:\n${list(checked.map(({ holds }) => holds))}`,
    `Gone by themselves on Google Cloud:\n${list(expires.map(({ what, days, by }) => `${what}: after ${days} days, by ${by}`))}`,
    `For the operator:\n${list(operator)}`,
    "",
  ].join("\n\n");
};
