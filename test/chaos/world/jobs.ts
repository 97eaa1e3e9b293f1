import type { LoadJob, Params, Row, ScriptJob } from "../../../shared/ports.ts";
import { limits } from "../../google/bigquery-quotas.ts";
import type { FaultDice } from "./faults.ts";
import type { Turns } from "./turns.ts";

export type Work = { readonly load: LoadJob } | { readonly script: ScriptJob };

/** What executes the work: a model of the tables, or a real database. */
export interface Engine {
  query(sql: string, params: Params): Promise<readonly Row[]>;
  /** Reads what the job reads; the answer writes all of it in one moment. */
  begin(work: Work): Promise<() => Promise<void>>;
  /** The tables whose concurrent change makes the transaction fail. */
  writes(work: Work): readonly string[];
}

export interface Job {
  state: "PENDING" | "RUNNING" | "DONE";
  errorResult?: { readonly reason: "backendError" | "notFound" | "invalid"; readonly message: string };
  /** A job that went well may list errors all the same. */
  errors?: readonly string[];
}

const { mutatingAtOnce, mutatingQueued, modificationsADay } = limits;

export class QuotaSpent extends Error {
  override readonly name = "QuotaSpent";
}

/** The job was refused for certain, and its id is free. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** BigQuery's jobs: an id is taken for ever, a job goes on whoever waits for it, and its end is not its submission. */
export class Jobs {
  readonly counts = { load: new Map<string, number>(), script: new Map<string, number>() };
  readonly #jobs = new Map<string, Job>();
  readonly #versions = new Map<string, number>();
  readonly #mutating = new Map<string, (() => void)[]>();
  readonly #running = new Map<string, number>();
  readonly #engine: Engine;
  readonly #turns: Turns;
  readonly #dice: FaultDice;

  constructor(engine: Engine, turns: Turns, dice: FaultDice) {
    this.#engine = engine;
    this.#turns = turns;
    this.#dice = dice;
  }

  /** jobs.insert; under a known id it answers 409, and the caller attaches to the job there is. */
  submit(id: string, work: Work): Job {
    const known = this.#jobs.get(id);
    if (known) return known;
    if (this.#dice.isRefused()) throw new Refused(`${id}: accessDenied`);
    const table = tableOf(work);
    const kind = "load" in work ? "load" : "script";
    const before = this.counts[kind].get(table) ?? 0;
    if (kind === "load" && before >= modificationsADay) throw new QuotaSpent(`loads into ${table}`);
    this.counts[kind].set(table, before + 1);
    const job: Job = { state: "PENDING" };
    this.#jobs.set(id, job);
    const { startMs, runMs, end } = this.#dice.job();
    this.#turns.after(startMs, () => this.#whenFree(table, job, () => this.#start(job, work, runMs, end)));
    return job;
  }

  /** Submits a job that changes nothing and fails, unless there is a job of this id. */
  burn(id: string): Job {
    const known = this.#jobs.get(id);
    if (known) return known;
    const job: Job = { state: "PENDING" };
    finish(job, "invalid", "its id was burnt");
    this.#jobs.set(id, job);
    return job;
  }

  #whenFree(table: string, job: Job, start: () => Promise<void>): Promise<void> | void {
    const running = this.#running.get(table) ?? 0;
    const queue = this.#mutating.get(table) ?? [];
    if (running >= mutatingAtOnce && queue.length >= mutatingQueued)
      return finish(job, "backendError", "Too many DML statements outstanding against table");
    if (running >= mutatingAtOnce) {
      this.#mutating.set(table, [...queue, () => this.#turns.after(0, start)]);
      return;
    }
    this.#running.set(table, running + 1);
    return start();
  }

  async #start(job: Job, work: Work, runMs: number, end: string): Promise<void> {
    const table = tableOf(work);
    job.state = "RUNNING";
    const versions = this.#versionsOf(work);
    let commit: (() => Promise<void>) | undefined;
    try {
      commit = await this.#engine.begin(work);
    } catch (error) {
      finish(job, "notFound", String(error));
    }
    this.#turns.after(runMs, async () => {
      this.#running.set(table, (this.#running.get(table) ?? 1) - 1);
      this.#mutating.get(table)?.shift()?.();
      if (!commit) return;
      if (end !== "good") return finish(job, end === "transient" ? "backendError" : "invalid", "it failed");
      if ("script" in work && versions !== this.#versionsOf(work))
        return finish(job, "backendError", "Could not serialize access to table due to concurrent update");
      await commit();
      for (const written of this.#engine.writes(work))
        this.#versions.set(written, (this.#versions.get(written) ?? 0) + 1);
      job.errors = ["a warning, which is no failure"];
      job.state = "DONE";
    });
  }

  #versionsOf(work: Work): string {
    return this.#engine
      .writes(work)
      .map((table) => this.#versions.get(table) ?? 0)
      .join();
  }
}

const finish = (job: Job, reason: "backendError" | "notFound" | "invalid", message: string): void => {
  job.state = "DONE";
  job.errorResult = { reason, message };
};

/** Where DML and loads are counted and queued. Scripts of one stage write the same tables. */
const tableOf = (work: Work): string =>
  "load" in work ? work.load.table : (/^[a-z]+-[a-z]+/.exec(work.script.id)?.[0] ?? work.script.id);
