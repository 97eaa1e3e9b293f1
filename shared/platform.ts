import type { Feed } from "./contracts/feed.ts";
import type { AlertReceiver } from "./insights/alert.ts";
import type { Kpi } from "./kpis/kpi.ts";
import type { Bus, Clock, Ids, ObjectStore, Warehouse } from "./ports.ts";
import type { StageGraph } from "./stage-graph.ts";
import type { RowTyper } from "./staging.ts";

/** What every stage is given: the world behind ports, the contracts, and what the company has decided. */
export interface Platform {
  /** The bucket that files are dropped into. Its name is checked against each event. */
  readonly landing: ObjectStore;
  readonly landingName: string;
  /** Takes a file from a page: on a laptop into the inbox, which is mirrored into the landing bucket; elsewhere absent. */
  readonly uploads?: (name: string, content: Uint8Array) => Promise<void>;
  readonly staging: ObjectStore;
  readonly state: ObjectStore;
  /** Trained models, immutable; see models/registry.ts. */
  readonly models: ObjectStore;
  /** What predict and the pages read; see serving/snapshot-manifest.ts. */
  readonly serving: ObjectStore;
  readonly warehouse: Warehouse;
  readonly typer: RowTyper;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly feeds: readonly Feed[];
  readonly kpis: readonly Kpi[];
  /** A folder of tasks beside the built-in ones. */
  readonly taskFolder?: string | undefined;
  readonly company: Company;
  /** People's requests come through a proxy that says who asks; see functions/8-dashboard/who-asks.ts. */
  readonly behindProxy?: boolean;
  readonly alerts?: Alerts | undefined;
  /** Which stage wakes which: derived from functions/pipeline.ts. */
  readonly graph: StageGraph;
  /** How long a silent holder of a lease keeps others out. A live one renews three times as often. Too short costs double work, never wrong tables. */
  readonly leaseMs: number;
  /** Writes local files anew, so that no free page of them holds removed rows. Absent where no file is local. */
  rewriteFiles?(): Promise<void>;
  /** A burst of files is cleaned once: work starts when no new token has come for `quietMs`, or after `maxMs`. */
  readonly coalesce: {
    readonly quietMs: number;
    readonly maxMs: number;
    /** Whether files are on their way, where that is known. Then a busy machine does not look like the end of a burst. */
    readonly arriving?: () => boolean;
  };
}

/** Who is told of serious findings, where somebody wants to be. */
export interface Alerts {
  /** A topic that exists. */
  readonly topic?: string | undefined;
  readonly webhook?: AlertReceiver | undefined;
}

export interface Company {
  /** An IANA zone: a business day is a day there. */
  readonly timeZone: string;
  readonly baseCurrency: string;
}

export interface Log {
  /** Absent where nobody reads details. */
  debug?(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}
