/** Everything Daybook asks of the outside world. Adapters live in infra/, one folder per world. */

/** A bucket with Google Cloud Storage's meaning: every write makes a new generation; conditions are checked atomically. */
export interface ObjectStore {
  /** The live object, or the given generation of it; undefined when there is none. */
  stat(name: string, generation?: string): Promise<ObjectInfo | undefined>;
  /** The stored bytes, never decompressed. Throws ObjectMissing. */
  read(name: string, generation?: string): AsyncIterable<Uint8Array>;
  /** Throws PreconditionFailed. */
  write(name: string, body: Uint8Array | string, options?: WriteOptions): Promise<ObjectInfo>;
  /** The same for the contents of a local file, however large. Throws PreconditionFailed. */
  upload(name: string, path: string, options?: WriteOptions): Promise<ObjectInfo>;
  /** Old generations stay readable where the bucket keeps versions. Removing what is not there is no error. */
  remove(name: string, options?: Precondition): Promise<void>;
  /** Live objects whose name starts with the prefix, in the order of their names' UTF-8 bytes. */
  list(prefix: string): Promise<readonly ObjectInfo[]>;
}

export interface ObjectInfo {
  readonly name: string;
  /** A decimal int64, larger at each write of the same name. Kept as a string: it does not fit a number. */
  readonly generation: string;
  readonly size: number;
  /** Big-endian base64, as Google Cloud Storage writes it. */
  readonly crc32c: string;
  readonly contentEncoding?: string;
  readonly updated: string;
}

export interface Precondition {
  /** The live generation that must be found; "0" says that there must be none. */
  readonly ifGeneration?: string;
}

export interface WriteOptions extends Precondition {
  readonly contentEncoding?: string;
}

/** SQL over tables. Statements are GoogleSQL on every adapter. */
export interface Warehouse {
  /** Reads. Throws when the statement is not a single SELECT. */
  query(sql: string, params?: Params): Promise<readonly Row[]>;
  /** Creates the schemas and tables that a script defines, where they are missing; leaves its other statements. */
  define(script: string): Promise<void>;
  /**
   * Runs a script, without the tables it defines, as one transaction under an id of the caller's. An id that already ran is not run again:
   * whoever repeats a job after a crash attaches to the first run's outcome.
   */
  run(job: ScriptJob): Promise<void>;
  /** Replaces partitions (or a whole table) by the rows of Parquet objects; the same rule for ids. */
  load(job: LoadJob): Promise<void>;
}

export interface ScriptJob {
  readonly id: string;
  readonly script: string;
  readonly params: Params;
}

export interface LoadJob {
  readonly id: string;
  /** `dataset.table`, from a contract. */
  readonly table: string;
  readonly columns: readonly TableColumn[];
  /** The file dates whose rows are replaced; "all" replaces the table. */
  readonly replace: readonly string[] | "all";
  /** Names in the staging bucket. None means that the partitions become empty. */
  readonly objects: readonly string[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export type ColumnType =
  | "STRING"
  | "INT64"
  | "FLOAT64"
  | "NUMERIC"
  | "BOOL"
  | "DATE"
  | "DATETIME"
  | "TIMESTAMP";

export type Scalar = string | number | boolean | null;
/** NUMERIC, DATE, DATETIME and TIMESTAMP come as text, so that nothing is lost; INT64 as a number. */
export type Row = Readonly<Record<string, Scalar>>;
export type Param =
  | { readonly type: ColumnType; readonly value: Scalar }
  | { readonly type: "ARRAY<DATE>" | "ARRAY<STRING>"; readonly value: readonly string[] };
export type Params = Readonly<Record<string, Param>>;

/** A column of a Parquet file that is written for other tools. */
export type ParquetColumn =
  | { readonly name: string; readonly type: "STRING" | "DATE"; readonly values: ArrayLike<string> }
  /** NaN stands for NULL. */
  | { readonly name: string; readonly type: "FLOAT64"; readonly values: ArrayLike<number> };

/** At-least-once, in any order. Every subscriber must be safe to run twice. */
export interface Bus {
  publish(topic: string, message: unknown): Promise<void>;
}

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** Calls again and again until it is stopped, without keeping the process alive. Where jobs take no time, none is needed. */
  every?(ms: number, call: () => void): () => void;
}

/** Names that no one else will choose. */
export interface Ids {
  next(): string;
}
