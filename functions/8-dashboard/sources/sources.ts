import type { ActKind } from "../../../shared/insights/acts.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Explored } from "../../../shared/ports.ts";
import type { Question } from "../../../shared/query/ask.ts";
import type { Snapshot } from "../../../shared/serving/read-snapshot.ts";
import type { ServedFinding } from "../../../shared/serving/sections/findings.ts";
import type { QuarantineView } from "../../../shared/serving/sections/quarantine.ts";
import type { Basket } from "../../../shared/tasks/spend/customer-day.ts";
import type { ValueOrPromise } from "../../../shared/value-or-promise.ts";
import type { WatchedFeed } from "../../../shared/work/feed-watch.ts";
import type { HoldDecision } from "../../../shared/work/holds.ts";
import type { FileState, LedgerEntry } from "../../../shared/work/ledger.ts";
import type { Parked } from "../../../shared/work/parked.ts";
import type { Unreadable } from "../../../shared/work/unreadable.ts";

/** What the pages show that other rooms work out: functions/dashboard-sources.ts connects them. */
export interface Sources {
  /** The snapshot in force, with what can be asked about it; undefined before the first. */
  now(): ValueOrPromise<Seen | undefined>;
  /** What became of each file, read from the state bucket. */
  files(): Promise<FilesReport>;
  /** Records what somebody says of a finding; `open` takes it back. The same said twice changes nothing. */
  act(
    finding: ServedFinding,
    kind: ActKind | "open",
    said: { readonly note: string; readonly by: string },
  ): Promise<void>;
  /** Answers a question in SQL by reading only. Throws RejectedInput with what whoever asked can do about it. */
  ask(
    question: Question,
    manner: { readonly personal: boolean; readonly mostRows: number },
  ): Promise<Explored>;
  /** Lets a file in that was held back, or turns it away. Throws RejectedInput if it does not wait. */
  readonly decide: (object: string, decision: HoldDecision) => Promise<void>;
  /** A page for whoever sends a feed's files: what is wrong, where, and how to mend it. */
  readonly supplierReport: (told: SupplierFacts) => string;
  /** Makes another version of a model answer. */
  readonly promote: (task: string, version: string) => Promise<void>;
}

export interface SupplierFacts {
  readonly feed: string;
  readonly report: FilesReport;
  readonly held: QuarantineView;
}

export interface Seen {
  readonly snapshot: Snapshot;
  /** Why the newest snapshot is not shown. */
  readonly stale: string | undefined;
  /** Undefined for a customer who has not bought anything. */
  customer(id: string): ValueOrPromise<CustomerFacts | undefined>;
  spend(question: SpendQuestion): ValueOrPromise<SpendPrediction>;
}

export interface SpendQuestion {
  readonly customer: string;
  readonly horizon: "next_day" | "30d";
  readonly today?: Basket;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Reason {
  readonly feature: string;
  readonly words: string;
  readonly value: number | null;
  readonly effect: number;
}

export interface WithoutToday {
  readonly value: number;
  readonly change: number;
  readonly reasons: readonly Reason[];
  readonly otherReasons: number;
}

export interface SpendPrediction {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  readonly interval80: Range;
  readonly interval95: Range;
  readonly chance?: number | undefined;
  readonly amountIfBuying?: number | undefined;
  readonly withoutToday?: WithoutToday | undefined;
  /** What an average customer spends: the reasons start from it and, with `otherReasons`, add up to the value. */
  readonly start: number;
  readonly reasons: readonly Reason[];
  readonly otherReasons: number;
  readonly model: { readonly task: string; readonly version: string; readonly family: string };
  readonly warnings: readonly string[];
}

export interface CustomerFacts {
  readonly customer: string;
  readonly country: string | null;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly purchaseDays: number;
  readonly orders: number;
  readonly gross: number;
  readonly returns: number;
  readonly net: number;
  readonly predictions: readonly SpendPrediction[];
}

export interface FeedReport extends WatchedFeed {
  readonly feed: string;
  readonly files: number;
  readonly states: Readonly<Partial<Record<FileState, number>>>;
  readonly newestFileDate: string | null;
  readonly newestDay: string | null;
  readonly rows: number;
  readonly quarantined: number;
  /** Its next file should be here by now. */
  readonly overdue: boolean;
}

export interface FilesReport {
  readonly feeds: readonly FeedReport[];
  readonly watchedAt: string | null;
  readonly waiting: Readonly<Record<string, number>>;
  readonly unfinished: readonly LedgerEntry[];
  readonly rejected: readonly LedgerEntry[];
  /** Files that wait for a person to release or refuse them. */
  readonly held: readonly LedgerEntry[];
  /** Days and files that were set aside, since they failed for a reason of their own. */
  readonly parked: readonly Pick<Parked, "stage" | "of" | "date" | "reason" | "since">[];
  /** Entries of the inbox that could not be read. */
  readonly unreadable: readonly Unreadable[];
  readonly openErasures: readonly unknown[];
  /** What came last, the newest first. */
  readonly recent: readonly LedgerEntry[];
  readonly ignored: readonly { readonly reason: string; readonly files: number; readonly example: string }[];
  /** Work is going on: the figures are older than the files. */
  readonly updating: boolean;
}

/** What the dashboard itself reads. */
export type DashboardPlatform = Pick<
  Platform,
  "serving" | "models" | "state" | "landingName" | "clock" | "ids" | "log" | "company" | "feeds" | "uploads"
>;
