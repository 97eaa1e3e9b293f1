import { checksumOf } from "../../../infra/checksum.ts";
import { silentLog } from "../../../infra/logger.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { ObjectMissing, PreconditionFailed } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { LoadJob, ObjectInfo, ObjectStore, Row, ScriptJob, Warehouse } from "../../../shared/ports.ts";
import type { RowTyper } from "../../../shared/staging.ts";

/** Where only counts matter and thousands of files come: buckets in memory, a warehouse that notes its jobs. */
export interface MemoryWorld {
  readonly platform: Platform;
  readonly jobs: { readonly loads: LoadJob[]; readonly runs: ScriptJob[]; queries: number };
  /** Writes and lists, and looks and reads, of all buckets. */
  readonly operations: { classA: number; classB: number };
  /** Topics that were published to. */
  readonly published: string[];
  /** Milliseconds that somebody slept for. */
  readonly slept: () => number;
}

export const memoryWorld = (): MemoryWorld => {
  const operations = { classA: 0, classB: 0 };
  const jobs = { loads: [] as LoadJob[], runs: [] as ScriptJob[], queries: 0 };
  const published: string[] = [];
  let now = Date.parse("2026-01-01T00:00:00Z");
  let slept = 0;
  let id = 0;
  const platform: Platform = {
    landing: memoryStore(operations),
    landingName: "landing",
    staging: memoryStore(operations),
    state: memoryStore(operations),
    models: memoryStore(operations),
    serving: memoryStore(operations),
    warehouse: notingWarehouse(jobs),
    typer: oneRowTyper,
    bus: { publish: async (topic) => void published.push(topic) },
    clock: {
      now: () => new Date(now),
      async sleep(ms) {
        now += ms;
        slept += ms;
      },
    },
    ids: { next: () => `id-${id++}` },
    log: silentLog,
    feeds: loadFeeds(),
    company: { timeZone: "Europe/London", baseCurrency: "GBP" },
    leaseMs: 60_000,
    coalesce: { quietMs: 0, maxMs: 0 },
  };
  return { platform, jobs, operations, published, slept: () => slept };
};

/** Answers that the days asked about are the days affected, and that a day's rows lie in the file of its date. */
const notingWarehouse = (jobs: MemoryWorld["jobs"]): Warehouse => ({
  async query(sql, params = {}) {
    jobs.queries++;
    const days = params["days"]?.value;
    const rows = (column: string): Row[] =>
      Array.isArray(days) ? days.map((day) => ({ [column]: day })) : [];
    if (/select day from changed/.test(sql)) return rows("day");
    return /as file_date/.test(sql) ? rows("file_date") : [{ missing: 0 }];
  },
  define: async () => {},
  run: async (job) => void jobs.runs.push(job),
  load: async (job) => void jobs.loads.push(job),
});

/** Every file is one sound row of its file date. */
const oneRowTyper: RowTyper = {
  open: async ({ fileDate }) => ({
    type: async () => ({
      path: "one-row.parquet",
      rows: 1,
      rejects: [],
      days: [{ day: fileDate, rows: 1 }],
      nulls: {},
      warnings: {},
    }),
    writeRejects: async () => "rejects.parquet",
    close: async () => {},
  }),
  without: async () => undefined,
};

const memoryStore = (operations: MemoryWorld["operations"]): ObjectStore => {
  const objects = new Map<string, { info: ObjectInfo; body: Uint8Array }>();
  let generation = 0;
  const put: ObjectStore["write"] = async (name, body, { ifGeneration } = {}) => {
    operations.classA++;
    const live = objects.get(name)?.info.generation ?? "0";
    if (ifGeneration !== undefined && ifGeneration !== live)
      throw new PreconditionFailed(`${name}: generation ${live} is there, not ${ifGeneration}`);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const info = {
      name,
      generation: String(++generation),
      size: bytes.length,
      crc32c: checksumOf(bytes),
      updated: "2026-01-01T00:00:00.000Z",
    };
    objects.set(name, { info, body: bytes });
    return info;
  };
  return {
    async stat(name, wanted) {
      operations.classB++;
      const info = objects.get(name)?.info;
      return wanted === undefined || info?.generation === wanted ? info : undefined;
    },
    async *read(name) {
      operations.classB++;
      const found = objects.get(name);
      if (!found) throw new ObjectMissing(name);
      yield found.body;
    },
    write: put,
    upload: (name, path, options) => put(name, path, options),
    async remove(name, { ifGeneration } = {}) {
      if (ifGeneration !== undefined && objects.get(name)?.info.generation !== ifGeneration)
        throw new PreconditionFailed(name);
      objects.delete(name);
    },
    async list(prefix) {
      operations.classA++;
      return [...objects.values()]
        .map(({ info }) => info)
        .filter(({ name }) => name.startsWith(prefix))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    },
  };
};
