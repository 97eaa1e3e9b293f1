import { RejectedInput } from "../../shared/errors.ts";

/**
 * The one CSV parser. It reads UTF-8 bytes and writes each sound record in a form that needs no quoting:
 * `<line>` US `<field>` US … LF. Line breaks inside a field become RS (LF) and GS (CR); a file cannot hold
 * these bytes itself, because control characters are refused or stripped. Whoever reads the records next
 * splits on single bytes and cannot disagree with this scanner about where a field ends. Spaces around a
 * field are dropped.
 *
 * Damage to the structure (a quote that never closes, text after a closing quote) fails the file: from there
 * on every field could be wrong. A record with too few or too many fields is rejected alone.
 */
export interface Dialect {
  readonly delimiter: string;
  readonly stripControls: boolean;
  /** The first cell of a closing line that states the number of rows. */
  readonly trailer?: string | undefined;
}

export interface BadRecord {
  readonly line: number;
  readonly rule: "field_count" | "control_character";
  readonly message: string;
  readonly record: string;
}

const maxRecordBytes = 256 * 1024;
const maxFields = 1000;
const maxBadAtOnce = 10_000;

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const UNIT = 0x1f;
const FEED_IN_FIELD = 0x1e;
const RETURN_IN_FIELD = 0x1d;

// What a byte means outside quotes. Plain bytes are copied; everything else leaves the fast path.
const plain = 0;
const special = 1;

// Where the scanner stands within a record.
const atFieldStart = 0;
const inBareField = 1;
const inQuotes = 2;
const afterQuote = 3;

export class RecordScanner {
  /** Sound data records so far, over all chunks. */
  records = 0;
  /** The trailer's stated row count, once it has been read. */
  stated: number | undefined;

  readonly #dialect: Dialect;
  readonly #kinds = new Uint8Array(256);
  readonly #chunkBytes: number;
  #out: Buffer;
  #at = 0;
  #recordAt = 0;
  #fieldAt = 0;
  #fields = 0;
  #expected = 0;
  #line = 1;
  #recordLine = 1;
  #quoteLine = 1;
  #state = atFieldStart;
  #afterReturn = false;
  #control = false;
  #bad: BadRecord[] = [];
  #header: string[] | undefined;

  constructor(dialect: Dialect, chunkBytes = 16 * 1024 * 1024) {
    this.#dialect = dialect;
    this.#chunkBytes = chunkBytes;
    // Starts small: a daily file rarely fills a chunk, and 300 files a minute would each clear 16 MiB.
    this.#out = Buffer.allocUnsafe(64 * 1024);
    this.#kinds.fill(special, 0, 32).fill(plain, 9, 10);
    this.#kinds[127] = special;
    this.#kinds[QUOTE] = special;
    this.#kinds[SPACE] = special;
    this.#kinds[dialect.delimiter.charCodeAt(0)] = special;
    this.#begin();
  }

  /** The cells of the first record, once it has been read. */
  get header(): readonly string[] | undefined {
    return this.#header;
  }

  /** Whether the caller should take what has gathered before scanning on. */
  get full(): boolean {
    return this.#recordAt >= this.#chunkBytes || this.#bad.length >= maxBadAtOnce;
  }

  /** Reads on from `from`; answers where it stopped: at the end, after the header, or when a chunk is full. */
  scan(bytes: Uint8Array, from: number): number {
    let index = from;
    while (index < bytes.length) {
      this.#reserve(bytes.length - index);
      index = this.#copyPlain(bytes, index);
      if (index >= bytes.length) break;
      const endedRecord = this.#step(bytes[index] ?? 0);
      index++;
      if (endedRecord && (this.full || (this.#header !== undefined && this.#expected === 0))) break;
    }
    return index;
  }

  /** The header's width is what every record must have. */
  expectFields(count: number): void {
    this.#expected = count;
  }

  /** Ends the last record, if the file does not end in a line break. */
  end(): void {
    if (this.#state === inQuotes)
      throw new RejectedInput(
        `line ${this.#quoteLine}: a quote opens here and never closes; the rest of the file cannot be told apart`,
      );
    if (this.#at > this.#fieldAt || this.#fields > 0 || this.#state !== atFieldStart) this.#endRecord();
  }

  /** The records and bad records gathered since the last call. */
  take(): { readonly records: Buffer; readonly bad: readonly BadRecord[] } {
    const records = Buffer.from(this.#out.subarray(0, this.#recordAt));
    this.#out.copyWithin(0, this.#recordAt, this.#at);
    this.#at -= this.#recordAt;
    this.#fieldAt -= this.#recordAt;
    this.#recordAt = 0;
    const bad = this.#bad;
    this.#bad = [];
    return { records, bad };
  }

  /** Copies bytes that mean only themselves. Nearly all bytes pass here: keep it tight. */
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: calls within this loop would halve its speed
  #copyPlain(bytes: Uint8Array, from: number): number {
    const kinds = this.#kinds;
    const out = this.#out;
    const unit = this.#state === atFieldStart || this.#state === inBareField;
    if (!unit) return this.#state === inQuotes ? this.#copyQuoted(bytes, from) : from;
    const delimiter = this.#dialect.delimiter.charCodeAt(0);
    // A record longer than the limit must be noticed before the buffer is, so the run is bounded.
    const end = Math.min(bytes.length, from + maxRecordBytes);
    let at = this.#at;
    let index = from;
    let fields = this.#fields;
    let fieldAt = this.#fieldAt;
    for (; index < end; index++) {
      const byte = bytes[index] ?? 0;
      if (kinds[byte] === plain) out[at++] = byte;
      else if (byte === SPACE && delimiter !== SPACE) {
        if (at > fieldAt) out[at++] = SPACE;
      } else if (byte === delimiter) {
        while (at > fieldAt && out[at - 1] === SPACE) at--;
        out[at++] = UNIT;
        fields++;
        fieldAt = at;
      } else break;
    }
    this.#at = at;
    this.#fields = fields;
    this.#fieldAt = fieldAt;
    this.#state = at > fieldAt ? inBareField : atFieldStart;
    if (index > from) this.#afterReturn = false;
    if (at - this.#recordAt > maxRecordBytes) this.#tooLong();
    return index;
  }

  #copyQuoted(bytes: Uint8Array, from: number): number {
    const kinds = this.#kinds;
    const delimiter = this.#dialect.delimiter.charCodeAt(0);
    const end = Math.min(bytes.length, from + maxRecordBytes);
    let index = from;
    for (; index < end; index++) {
      const byte = bytes[index] ?? 0;
      if (kinds[byte] !== plain && byte !== delimiter && byte !== SPACE) break;
      if (byte !== SPACE || this.#at > this.#fieldAt) this.#out[this.#at++] = byte;
    }
    if (index > from) this.#afterReturn = false;
    if (this.#at - this.#recordAt > maxRecordBytes) this.#tooLong();
    return index;
  }

  /** One byte that is not plain; true when it ended a record. */
  #step(byte: number): boolean {
    const wasReturn = this.#afterReturn;
    this.#afterReturn = byte === CR;
    if (this.#state === inQuotes) {
      this.#insideQuotes(byte, wasReturn);
      return false;
    }
    if (byte === LF || byte === CR) {
      if (byte === LF && wasReturn) return false;
      this.#line++;
      return this.#endRecord();
    }
    if (byte === QUOTE) {
      this.#quote();
      return false;
    }
    if (this.#state === afterQuote) {
      if (byte === SPACE) return false;
      if (byte !== this.#dialect.delimiter.charCodeAt(0)) this.#textAfterQuote();
      this.#trimField();
      this.#out[this.#at++] = UNIT;
      this.#fields++;
      this.#fieldAt = this.#at;
      this.#state = atFieldStart;
      return false;
    }
    this.#meetControl();
    return false;
  }

  #insideQuotes(byte: number, wasReturn: boolean): void {
    if (byte === QUOTE) this.#state = afterQuote;
    else if (byte === LF) {
      this.#out[this.#at++] = FEED_IN_FIELD;
      if (!wasReturn) this.#line++;
    } else if (byte === CR) {
      this.#out[this.#at++] = RETURN_IN_FIELD;
      this.#line++;
    } else this.#meetControl();
  }

  #quote(): void {
    if (this.#state === afterQuote) {
      this.#out[this.#at++] = QUOTE; // a doubled quote
      this.#state = inQuotes;
    } else if (this.#state === atFieldStart) {
      this.#state = inQuotes;
      this.#quoteLine = this.#line;
    } else this.#out[this.#at++] = QUOTE; // 5" nails: a quote within a bare field is only itself
  }

  #meetControl(): void {
    if (!this.#dialect.stripControls) this.#control = true;
  }

  #textAfterQuote(): never {
    throw new RejectedInput(
      `line ${this.#line}: there is text after a closing quote; quotes inside a field must be doubled`,
    );
  }

  #tooLong(): never {
    throw new RejectedInput(
      `line ${this.#recordLine}: a record is longer than ${maxRecordBytes} bytes; is a line break or a quote missing?`,
    );
  }

  #begin(): void {
    this.#recordAt = this.#at;
    this.#recordLine = this.#line;
    if (this.#header !== undefined) this.#writeLineNumber(this.#line);
    this.#fieldAt = this.#at;
    this.#fields = 0;
    this.#state = atFieldStart;
    this.#control = false;
  }

  #writeLineNumber(line: number): void {
    const digits = String(line);
    for (let index = 0; index < digits.length; index++) this.#out[this.#at++] = digits.charCodeAt(index);
    this.#out[this.#at++] = UNIT;
  }

  #trimField(): void {
    while (this.#at > this.#fieldAt && this.#out[this.#at - 1] === SPACE) this.#at--;
  }

  #endRecord(): boolean {
    this.#trimField();
    const blank = this.#fields === 0 && this.#at === this.#fieldAt && this.#state === atFieldStart;
    if (blank || this.#isTrailer()) return this.#dropRecord();
    if (this.stated !== undefined)
      throw new RejectedInput(`line ${this.#recordLine}: there are rows after the closing line`);
    const fields = this.#fields + 1;
    if (fields > maxFields)
      throw new RejectedInput(`line ${this.#recordLine}: ${fields} fields; at most ${maxFields} are read`);
    if (this.#header === undefined) {
      this.#header = this.#cells();
      return this.#dropRecord();
    }
    if (fields !== this.#expected || this.#control) return this.#rejectRecord(fields);
    this.#out[this.#at++] = LF;
    this.records++;
    this.#begin();
    return true;
  }

  #dropRecord(): boolean {
    this.#at = this.#recordAt;
    this.#begin();
    return true;
  }

  #rejectRecord(fields: number): boolean {
    const line = this.#recordLine;
    const record = this.#cells().join(this.#dialect.delimiter).slice(0, 2000);
    this.#bad.push(
      this.#control
        ? { line, rule: "control_character", message: "the row holds a control character", record }
        : {
            line,
            rule: "field_count",
            message: `${fields} fields where the header has ${this.#expected}`,
            record,
          },
    );
    return this.#dropRecord();
  }

  #isTrailer(): boolean {
    const { trailer } = this.#dialect;
    if (trailer === undefined || this.#header === undefined) return false;
    const [marker, count] = this.#cells();
    if (marker !== trailer) return false;
    if (!/^\d{1,15}$/.test(count ?? ""))
      throw new RejectedInput(`line ${this.#recordLine}: the closing line does not state a row count`);
    this.stated = Number(count);
    return true;
  }

  #cells(): string[] {
    const start = this.#header === undefined ? this.#recordAt : this.#out.indexOf(UNIT, this.#recordAt) + 1;
    return this.#out
      .toString("utf8", start, this.#at)
      .replaceAll("\x1e", "\n")
      .replaceAll("\x1d", "\r")
      .split("\x1f");
  }

  /** Room for the bytes to come, each with the line number that might precede it. */
  #reserve(coming: number): void {
    const needed = this.#at + Math.min(coming, maxRecordBytes) + maxRecordBytes;
    if (needed <= this.#out.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#out.length * 2));
    this.#out.copy(grown, 0, 0, this.#at);
    this.#out = grown;
  }
}
