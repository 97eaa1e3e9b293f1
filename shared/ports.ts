/** The interfaces to the outside. Their adapters are in infra/gcp/ and infra/local/. */

/** A bucket with the semantics of Google Cloud Storage: every write makes a new generation, and preconditions are atomic. */
export interface ObjectStore {
  /** The live object or the given generation; undefined if it does not exist. */
  stat(name: string, generation?: string): Promise<ObjectInfo | undefined>;
  /** The live object with its bytes, where one look is cheaper than two; undefined if it does not exist. */
  get?(name: string): Promise<{ readonly info: ObjectInfo; readonly bytes: Uint8Array } | undefined>;
  /** The stored bytes, never decompressed. Throws ObjectMissing. */
  read(name: string, generation?: string): AsyncIterable<Uint8Array>;
  /** Throws PreconditionFailed. */
  write(name: string, body: Uint8Array | string, options?: WriteOptions): Promise<ObjectInfo>;
  /** Writes the contents of a local file of any size. Throws PreconditionFailed. */
  upload(name: string, path: string, options?: WriteOptions): Promise<ObjectInfo>;
  /** Removing a missing object is not an error. A versioned bucket keeps old generations readable. */
  remove(name: string, options?: Precondition): Promise<void>;
  /** The live objects whose names start with the prefix, ordered by the UTF-8 bytes of their names. */
  list(prefix: string): Promise<readonly ObjectInfo[]>;
}

export interface ObjectInfo {
  readonly name: string;
  /** A decimal int64 that grows with each write of a name. A string, because it does not fit a number. */
  readonly generation: string;
  readonly size: number;
  /** Big-endian base64, as in Google Cloud Storage. */
  readonly crc32c: string;
  readonly contentEncoding?: string;
  readonly updated: string;
}

export interface Precondition {
  /** The expected live generation; "0" if the object must not exist. */
  readonly ifGeneration?: string;
}

export interface WriteOptions extends Precondition {
  readonly contentEncoding?: string;
}

/** SQL over tables. Statements are GoogleSQL on every adapter. */
export interface Warehouse {
  /** Runs a query. Throws if the statement is not a single SELECT. */
  query(sql: string, params?: Params): Promise<readonly Row[]>;
  /** Creates the missing schemas, tables and columns that a script defines. Skips its other statements. */
  define(script: string): Promise<void>;
  /**
   * Runs a script, except its definitions, as one transaction. The caller chooses the id. An id never runs twice: a caller
   * that repeats a job after a crash gets the outcome of the first run.
   */
  run(job: ScriptJob): Promise<void>;
  /** Answers a person's question under limits. Absent where people may not ask. Throws RejectedInput. */
  explore?(question: Exploration): Promise<Explored>;
  /** Replaces partitions, or a whole table, by the rows of Parquet objects. Ids work as in `run`. */
  load(job: LoadJob): Promise<void>;
  /**
   * Takes the ids of a job that was refused, so that it can never run: see work/submit.ts. Waits for a run that another
   * caller began. Throws if it remains open whether the job may still run.
   */
  burn(job: ScriptJob | LoadJob): Promise<"burnt" | "ran">;
}

/** A person's question to the tables, with what it may cost and see. */
export interface Exploration {
  readonly sql: string;
  readonly params: Params;
  /** The datasets that it may read; any other is refused before anything is read. */
  readonly datasets: readonly string[];
  /** Columns that show a pseudonym instead of their value: equal values have equal ones within one process. */
  readonly masked: readonly string[];
  readonly mostRows: number;
  readonly mostBytes: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly format: "rows" | "parquet";
  /** Only says what the question would read and cost. */
  readonly estimateOnly?: boolean;
}

export interface Explored {
  /** In the order of the question; none if the answer is a file. */
  readonly columns: readonly string[];
  /** None if the answer is a file. */
  readonly rows: readonly Row[];
  readonly parquet?: Uint8Array;
  /** There are more rows than were allowed. */
  readonly truncated: boolean;
  /** What the warehouse said before it ran the question. */
  readonly estimate?: Estimate;
}

export interface Estimate {
  readonly bytes: number;
  /** At list price. */
  readonly price: number;
  readonly currency: "USD";
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
  /** Names in the staging bucket. Without any the partitions become empty. */
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
/** NUMERIC, DATE, DATETIME and TIMESTAMP are text, so that nothing is lost; INT64 is a number if it is a safe integer. */
export type Row = Readonly<Record<string, Scalar>>;
export type Param =
  | { readonly type: ColumnType; readonly value: Scalar }
  | { readonly type: "ARRAY<DATE>" | "ARRAY<STRING>"; readonly value: readonly string[] };
export type Params = Readonly<Record<string, Param>>;

/** A column of an exported Parquet file. */
export type ParquetColumn =
  | { readonly name: string; readonly type: "STRING" | "DATE"; readonly values: ArrayLike<string> }
  /** NaN stands for NULL. */
  | { readonly name: string; readonly type: "FLOAT64"; readonly values: ArrayLike<number> };

/** Delivers at least once, in any order. Every subscriber must be idempotent. */
export interface Bus {
  publish(topic: string, message: unknown): Promise<void>;
}

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** Calls repeatedly until the returned function is called. Does not keep the process alive. Fakes may lack it. */
  every?(ms: number, call: () => void): () => void;
}

/** Generates unique names. */
export interface Ids {
  next(): string;
}
