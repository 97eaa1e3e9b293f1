import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

// Filters must stay above the projections: below, every cast would run twice. Rows carry their line, so the
// order in the file is free and no batch waits for another.
const settings = [
  "set TimeZone = 'UTC'",
  "set preserve_insertion_order = false",
  // Files that are typed together are each written at once, as one row group.
  "set partitioned_write_flush_threshold = 100000000",
  "set disabled_optimizers = 'filter_pushdown,statistics_propagation'",
];

interface Lane {
  readonly connection: Promise<DuckDBConnection>;
  waiting: number;
  last: Promise<unknown>;
}

/**
 * Two connections, each with one statement at a time on its own thread. All files share them: opening a connection costs
 * more than a small file.
 */
export class Lanes {
  readonly #instance: DuckDBInstance;
  readonly #lanes: Lane[] = [];

  constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  use<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const lane = this.#freest();
    lane.waiting++;
    const turn = lane.last.then(async () => {
      try {
        return await work(await lane.connection);
      } finally {
        lane.waiting--;
      }
    });
    lane.last = turn.catch(() => undefined);
    return turn;
  }

  #freest(): Lane {
    const free = this.#lanes.find(({ waiting }) => waiting === 0);
    if (free) return free;
    if (this.#lanes.length < 2)
      this.#lanes.push({ connection: this.#connect(), waiting: 0, last: Promise.resolve() });
    return this.#lanes.reduce((left, right) => (right.waiting < left.waiting ? right : left));
  }

  async #connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    for (const setting of settings) await connection.run(setting);
    return connection;
  }
}
