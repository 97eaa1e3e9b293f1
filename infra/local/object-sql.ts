import { DatabaseSync, type StatementSync } from "node:sqlite";

export type Statements = Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

export const openDatabase = (path: string): { database: DatabaseSync; statements: Statements } => {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  writeAhead(database);
  // The index brings its commits onto the disk itself, many at a time: here each would hold up the whole process.
  database.exec("pragma synchronous = normal");
  // A removed body is overwritten at once.
  database.exec("pragma secure_delete = on");
  database.exec(SCHEMA);
  const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
  return { database, statements: Object.fromEntries(prepared) };
};

/** Retries by itself, because SQLite's timeout does not apply here: processes that open a new file together would fail. */
const writeAhead = (database: DatabaseSync): void => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec("pragma journal_mode = wal");
      return;
    } catch (error) {
      const busy = error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
      if (!busy || attempt * BUSY_PAUSE_MS >= BUSY_TIMEOUT_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
};

const SQLITE_BUSY = 5;
const BUSY_PAUSE_MS = 10;

/** How long a writer waits for another process; a transaction takes microseconds. */
const BUSY_TIMEOUT_MS = 5000;

// WITHOUT ROWID, so that a small write touches one page. The body comes last, so that scans of other columns skip it.
const SCHEMA = `
  create table if not exists objects (
    bucket text not null, name text not null, generation integer not null, live integer not null,
    size integer not null, crc32c text not null, encoding text, updated text not null, file text, body blob,
    primary key (bucket, name, generation)
  ) strict, without rowid;
  create table if not exists buckets (name text primary key, removed_through integer not null) strict, without rowid;`;

const ROW = "name, generation, live, size, crc32c, encoding, updated, file";
const OBJECT = "bucket = ? and name = ?";
const VERSION = `${OBJECT} and generation = ?`;

const STATEMENTS = {
  begin: "begin immediate",
  commit: "commit",
  rollback: "rollback",
  // The live generation is always the newest: one lookup serves the precondition and the next generation.
  newest: `select ${ROW} from objects where ${OBJECT} order by generation desc limit 1`,
  newestBody: `select ${ROW}, body from objects where ${OBJECT} order by generation desc limit 1`,
  version: `select ${ROW}, body from objects where ${VERSION}`,
  history: `select ${ROW} from objects where ${OBJECT} order by generation`,
  listFrom: `select ${ROW} from objects where bucket = ? and name >= ? and live = 1 order by name`,
  insert: `insert into objects (bucket, ${ROW}, body) values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
  retire: `update objects set live = 0 where ${VERSION}`,
  erase: `delete from objects where ${VERSION}`,
  setFile: `update objects set file = ? where ${VERSION}`,
  files: "select file from objects where file is not null",
  removedThrough: "select removed_through as generation from buckets where name = ?",
  noteRemoved: `insert into buckets values (?, ?)
    on conflict (name) do update set removed_through = max(removed_through, excluded.removed_through)`,
};
