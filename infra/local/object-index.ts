import type { DatabaseSync } from "node:sqlite";
import { PreconditionFailed } from "../../shared/errors.ts";
import type { Precondition } from "../../shared/ports.ts";
import { openDatabase, type Statements } from "./object-sql.ts";
import { SharedSync } from "./sync-file.ts";

/** One generation of one object. Generations are microseconds since 1970, which a number holds exactly until 2255. */
export interface IndexRow {
  readonly name: string;
  readonly generation: number;
  readonly live: number;
  readonly size: number;
  readonly crc32c: string;
  readonly encoding: string | null;
  readonly updated: string;
  /** The path of the body below the root; null while the body is in the index only. */
  readonly file: string | null;
}

export type BodyRow = IndexRow & { readonly body: Uint8Array | null };

interface Draft extends Pick<BodyRow, "name" | "size" | "crc32c" | "encoding" | "body"> {
  readonly bucket: string;
  readonly versioned: boolean;
  readonly now: Date;
  /** The path of a large body; null for a body in the index. */
  readonly file: string | null;
}

/** The file that a write or removal made unreachable, for the caller to delete. */
interface Change {
  readonly discarded: string | null;
}

/** All objects in an SQLite file, so that conditional writes are atomic across processes and survive a kill. */
export class ObjectIndex {
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #log: SharedSync;

  constructor(path: string) {
    const { database, statements } = openDatabase(path);
    this.#db = database;
    this.#sql = statements;
    this.#log = new SharedSync(`${path}-wal`);
  }

  /**
   * Resolves once all changes so far are on the disk. A power cut must not lose a change that was answered: the warehouse
   * would be ahead of the state that says what is in it.
   */
  synced(): Promise<void> {
    return this.#log.done();
  }

  find(bucket: string, name: string, generation?: string): BodyRow | undefined {
    if (generation !== undefined)
      return this.#sql.version.get(bucket, name, generation) as BodyRow | undefined;
    const newest = this.#sql.newestBody.get(bucket, name) as BodyRow | undefined;
    return newest?.live === 1 ? newest : undefined;
  }

  history(bucket: string, name: string): readonly IndexRow[] {
    return this.#sql.history.all(bucket, name) as unknown as readonly IndexRow[];
  }

  /** Names with a common prefix are neighbours in byte order: scan from the prefix to the first other name. */
  list(bucket: string, prefix: string): readonly IndexRow[] {
    const found: IndexRow[] = [];
    for (const each of this.#sql.listFrom.iterate(bucket, prefix)) {
      const row = each as unknown as IndexRow;
      if (!row.name.startsWith(prefix)) break;
      found.push(row);
    }
    return found;
  }

  put(draft: Draft, condition: Precondition): Change & { readonly written: IndexRow } {
    const { bucket, name, size, crc32c, encoding, file, body } = draft;
    return this.#atomically(() => {
      const newest = this.#sql.newest.get(bucket, name) as IndexRow | undefined;
      requirePrecondition(`write ${bucket}/${name}`, newest, condition);
      const generation = Math.max(draft.now.getTime() * 1000, this.#lastGeneration(bucket, newest) + 1);
      const discarded = newest?.live === 1 ? this.#retire(bucket, newest, draft.versioned) : null;
      const updated = draft.now.toISOString();
      this.#sql.insert.run(bucket, name, generation, size, crc32c, encoding, updated, file, body);
      return { written: { name, generation, live: 1, size, crc32c, encoding, updated, file }, discarded };
    });
  }

  drop(bucket: string, name: string, versioned: boolean, condition: Precondition): Change {
    return this.#atomically(() => {
      const newest = this.#sql.newest.get(bucket, name) as IndexRow | undefined;
      if (newest?.live !== 1) return { discarded: null };
      requirePrecondition(`remove ${bucket}/${name}`, newest, condition);
      this.#sql.noteRemoved.run(bucket, newest.generation);
      return { discarded: this.#retire(bucket, newest, versioned) };
    });
  }

  /** Returns false if that generation no longer exists. */
  setFile(bucket: string, row: IndexRow, file: string): boolean {
    return this.#sql.setFile.run(file, bucket, row.name, row.generation).changes === 1;
  }

  files(): ReadonlySet<string> {
    const rows = this.#sql.files.all() as unknown as readonly { readonly file: string }[];
    return new Set(rows.map(({ file }) => file));
  }

  rewrite(): void {
    this.#db.exec("vacuum; pragma wal_checkpoint(truncate)");
  }

  close(): void {
    if (!this.#db.isOpen) return;
    this.#log.close();
    this.#db.close();
  }

  /** Without the mark, a removed name could reuse an old generation after the clock is set back. */
  #lastGeneration(bucket: string, newest: IndexRow | undefined): number {
    if (newest !== undefined) return newest.generation;
    const mark = this.#sql.removedThrough.get(bucket) as { readonly generation: number } | undefined;
    return mark?.generation ?? 0;
  }

  #retire(bucket: string, row: IndexRow, versioned: boolean): string | null {
    (versioned ? this.#sql.retire : this.#sql.erase).run(bucket, row.name, row.generation);
    return versioned ? null : row.file;
  }

  #atomically<T>(work: () => T): T {
    this.#sql.begin.run();
    try {
      const result = work();
      this.#sql.commit.run();
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#sql.rollback.run();
      throw error;
    }
  }
}

const requirePrecondition = (
  action: string,
  newest: IndexRow | undefined,
  { ifGeneration }: Precondition,
): void => {
  if (ifGeneration === undefined) return;
  const found = newest?.live === 1 ? String(newest.generation) : "0";
  if (found === ifGeneration) return;
  throw new PreconditionFailed(`${action}: expected generation ${ifGeneration}, found ${found} (0 is none)`);
};
