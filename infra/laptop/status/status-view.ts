import { isBusy, readStatus, type StatusReport } from "../../../functions/operations/status/status-report.ts";
import { readTables, type StatusTables } from "../../../functions/operations/status/tables.ts";
import type { LocalPlatform } from "../../local/platform.ts";

export interface Status extends StatusReport, StatusTables {
  /** Work is going on: the figures from tables are older than it. */
  readonly updating: boolean;
}

/**
 * Reads the status for clients that poll. It is read again only when some state object changed, and the warehouse only at
 * rest: an open page must neither keep its file locked nor wait behind a rebuild.
 */
export const statusReader = (platform: LocalPlatform): (() => Promise<Status>) => {
  let seen = "";
  let reading: Promise<Status> | undefined;
  let tables: StatusTables = { quarantine: [], sample: [], sales: [] };
  const readNow = async (): Promise<Status> => {
    const report = await readStatus(platform);
    const updating = isBusy(report);
    if (!updating) tables = await readTables(platform.warehouse);
    return { ...report, ...tables, updating };
  };
  return async () => {
    const key = await changeKey(platform);
    if (reading && key === seen) return reading;
    seen = key;
    const started = readNow();
    reading = started;
    started.catch(() => {
      if (reading === started) reading = undefined;
    });
    return started;
  };
};

/** Changes whenever an object is written or removed; and hourly, because a file becomes late without any change. */
const changeKey = async ({ state, landing, clock }: LocalPlatform): Promise<string> => {
  const objects = [...(await state.list("")), ...(await landing.list(""))];
  const newest = objects.reduce((most, { generation }) => Math.max(most, Number(generation)), 0);
  return `${clock.now().toISOString().slice(0, 13)} ${objects.length} ${newest}`;
};
