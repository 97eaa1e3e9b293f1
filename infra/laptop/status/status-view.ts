import { isBusy, readStatus, type StatusReport } from "../../../functions/operations/status/report.ts";
import { readTables, type StatusTables } from "../../../functions/operations/status/tables.ts";
import type { LocalPlatform } from "../../local/platform.ts";

export interface Status extends StatusReport, StatusTables {
  /** Work is going on: the figures from tables are older than it. */
  readonly updating: boolean;
}

const noTables: StatusTables = { quarantine: [], sample: [], sales: [] };

/**
 * The status for clients that poll. It is read again only when some state object changed, and the warehouse only at
 * rest: an open page must neither keep its file locked nor wait behind a rebuild.
 */
export class StatusView {
  readonly #platform: LocalPlatform;
  #key = "";
  #reading: Promise<Status> | undefined;
  #tables: StatusTables = noTables;

  constructor(platform: LocalPlatform) {
    this.#platform = platform;
  }

  async read(): Promise<Status> {
    const key = await this.#keyNow();
    if (this.#reading && key === this.#key) return this.#reading;
    this.#key = key;
    const reading = this.#readNow();
    this.#reading = reading;
    reading.catch(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    return reading;
  }

  async #readNow(): Promise<Status> {
    const report = await readStatus(this.#platform);
    const updating = isBusy(report);
    if (!updating) this.#tables = await readTables(this.#platform.warehouse);
    return { ...report, ...this.#tables, updating };
  }

  /** Changes whenever an object is written or removed; and hourly, because a file becomes late without any change. */
  async #keyNow(): Promise<string> {
    const { state, landing, clock } = this.#platform;
    const objects = [...(await state.list("")), ...(await landing.list(""))];
    const newest = objects.reduce((most, { generation }) => Math.max(most, Number(generation)), 0);
    return `${clock.now().toISOString().slice(0, 13)} ${objects.length} ${newest}`;
  }
}
