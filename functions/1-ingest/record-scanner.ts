import { CR, FEED_IN_FIELD, LF, QUOTE, RETURN_IN_FIELD, SPACE } from "./bytes.ts";
import { type BadRecord, type Dialect, limits } from "./dialect.ts";
import { HeaderRows } from "./header-rows.ts";
import { RecordBuffer } from "./record-buffer.ts";
import { dropBlankFields } from "./record-cells.ts";
import { damage } from "./record-damage.ts";
import { type RowShape, RowShaper } from "./row-shape.ts";
import { isTotals } from "./totals.ts";
import { statedRows } from "./trailer.ts";

const [atFieldStart, inBareField, inQuotes, afterQuote] = [0, 1, 2, 3];
/**
 * The one CSV parser. It reads UTF-8 bytes and writes each sound record in a form that needs no quoting: `<line>` US
 * `<field>` US … LF. Line breaks inside a field become RS (LF) and GS (CR), which no field can hold: control characters are
 * rejected or stripped. The next reader cannot disagree about where a field ends. Spaces around a field are dropped.
 *
 * Damaged structure (a quote that never closes, text after a closing quote) fails the file, because every later field
 * could be wrong. A record on one line with too few or too many fields is rejected alone.
 */
export class RecordScanner {
  /** The trailer's stated row count, once it has been read. */
  stated: number | undefined;
  header: readonly string[] | undefined;
  headerLine = 1;
  readonly aside: number[] = [];

  readonly #dialect: Dialect;
  readonly #headerRows: HeaderRows;
  readonly #chunkBytes: number;
  readonly #buffer: RecordBuffer;
  #rows = 0;
  #expected = 0;
  #line = 1;
  #shaper: RowShaper | undefined;
  #recordLine = 1;
  #quoteLine = 1;
  #state: number = atFieldStart;
  #afterReturn = false;
  #control: number | undefined;
  #dropped = 0;
  readonly #bad: BadRecord[] = [];

  constructor(dialect: Dialect, chunkBytes = 8 * 1024 * 1024) {
    this.#dialect = dialect;
    this.#headerRows = new HeaderRows(dialect.headerRows);
    this.#chunkBytes = chunkBytes;
    this.#buffer = new RecordBuffer(dialect.delimiter.charCodeAt(0));
    this.#line += dialect.skippedLines ?? 0;
    this.#begin();
  }

  /** True if the caller should take the records before it scans on. */
  get full(): boolean {
    const rowsFull = this.#rows >= limits.rowsAtOnce || this.#bad.length >= limits.badAtOnce;
    return rowsFull || this.#buffer.recordAt >= this.#chunkBytes;
  }

  /** Scans from `from`. Returns where it stopped: at the end, after the header, or when a chunk is full. */
  scan(bytes: Uint8Array, from: number): number {
    let index = from;
    while (index < bytes.length) {
      this.#buffer.reserve(bytes.length - index);
      index = this.#copyPlain(bytes, index);
      if (index >= bytes.length) break;
      const endedRecord = this.#step(bytes[index] ?? 0);
      index++;
      if (endedRecord && (this.full || (this.header !== undefined && this.#expected === 0))) break;
    }
    return index;
  }

  /** Sets the width that every record must have, the header's, and what tells rows from other lines. */
  expectFields(count: number, shape?: RowShape): void {
    this.#expected = count;
    this.#shaper = shape && new RowShaper(shape, count);
  }

  /** Ends the last record if the file does not end in a line break. */
  end(): void {
    if (this.#state === inQuotes) throw damage.openQuote(this.#quoteLine);
    if (!this.#isBlank) this.#endRecord(this.#line);
  }

  /** Lends the records since the last call: `use` must not read their bytes after it returns. Copies would cost time. */
  lend<Result>(use: (records: Buffer, bad: readonly BadRecord[]) => Result): Result {
    const bad = this.#bad.splice(0);
    this.#rows = 0;
    return this.#buffer.lend((records) => use(records, bad));
  }

  release = (): void => this.#buffer.release();

  get #isBlank(): boolean {
    return this.#buffer.isEmpty && this.#state === atFieldStart && this.#control === undefined;
  }

  #copyPlain(bytes: Uint8Array, from: number): number {
    if (this.#state === afterQuote) return from;
    const buffer = this.#buffer;
    const quoted = this.#state === inQuotes;
    const index = quoted ? buffer.copyQuoted(bytes, from) : buffer.copyBare(bytes, from);
    if (!quoted) this.#state = buffer.at > buffer.fieldAt ? inBareField : atFieldStart;
    if (index > from) this.#afterReturn = false;
    if (buffer.at - buffer.recordAt + this.#dropped > limits.recordBytes)
      throw damage.tooLong(this.#recordLine, quoted ? this.#quoteLine : undefined);
    return index;
  }

  /** Handles a byte that is not plain. Returns true if it ended a record. */
  #step(byte: number): boolean {
    const wasReturn = this.#afterReturn;
    this.#afterReturn = byte === CR;
    if (this.#state === inQuotes) this.#insideQuotes(byte, wasReturn);
    else if (byte === LF || byte === CR) return !(byte === LF && wasReturn) && this.#endRecord(this.#line++);
    else if (byte === QUOTE) this.#quote();
    else if (this.#state === afterQuote && this.#buffer.isPlain(byte))
      throw damage.textAfterQuote(this.#line, this.#quoteLine);
    else this.#afterField(byte);
    return false;
  }

  #insideQuotes(byte: number, wasReturn: boolean): void {
    if (byte === QUOTE) this.#state = afterQuote;
    else if (byte === LF || byte === CR) {
      this.#buffer.push(byte === LF ? FEED_IN_FIELD : RETURN_IN_FIELD);
      if (!(byte === LF && wasReturn)) this.#line++;
    } else this.#meetControl();
  }

  #quote(): void {
    // In a bare field it is text (5" nails). After a closing quote it is the second half of a doubled quote.
    if (this.#state !== atFieldStart) this.#buffer.push(QUOTE);
    else this.#quoteLine = this.#line;
    if (this.#state !== inBareField) this.#state = inQuotes;
  }

  /** A delimiter or a space after a closing quote, or a control character anywhere. */
  #afterField(byte: number): void {
    if (this.#buffer.isSeparator(byte)) {
      this.#buffer.endField();
      this.#state = atFieldStart;
    } else if (byte !== SPACE) this.#meetControl();
  }

  #meetControl(): void {
    this.#dropped++;
    if (!this.#dialect.stripControls) this.#control ??= this.#buffer.fields;
  }

  #begin(): void {
    this.#recordLine = this.#line;
    this.#buffer.beginRecord(this.header === undefined ? undefined : this.#line);
    this.#state = atFieldStart;
    this.#control = undefined;
    this.#dropped = 0;
  }

  #endRecord(lastLine: number): boolean {
    const buffer = this.#buffer;
    buffer.trimField();
    if (buffer.fields >= limits.fields) throw damage.tooManyFields(this.#recordLine, buffer.fields + 1);
    if (this.#isBlank) buffer.dropRecord();
    else if (this.header === undefined) this.#readHeader();
    else this.#endRow(lastLine);
    this.#begin();
    return true;
  }

  #endRow(lastLine: number): void {
    const [buffer, line] = [this.#buffer, this.#recordLine];
    if (this.#dialect.trailingDelimiters) dropBlankFields(buffer, this.#expected);
    const isAside = isTotals(buffer, this.#dialect.totals) || this.#shaper?.isRow(buffer) === false;
    if (isAside) this.aside.push(line);
    const stated = statedRows(buffer, this.#dialect.trailer, line);
    if (stated === undefined && this.stated !== undefined) throw damage.afterTrailer(line);
    this.stated = stated;
    if (stated !== undefined || isAside) buffer.dropRecord();
    else if (buffer.fields + 1 !== this.#expected || this.#control !== undefined) this.#reject(lastLine);
    else {
      buffer.keepRecord();
      this.#rows++;
    }
  }

  #readHeader(): void {
    if (this.#control !== undefined) throw damage.controlInHeader(this.#recordLine);
    this.header = this.#headerRows.take(this.#buffer.cells());
    this.headerLine = this.#recordLine;
    this.#buffer.dropRecord();
  }

  #reject(lastLine: number): void {
    const [line, fields] = [this.#recordLine, this.#buffer.fields + 1];
    // A quoted field has most likely swallowed rows: no count of rows can be trusted any more.
    if (fields !== this.#expected && lastLine > line)
      throw damage.swallowedLines(line, lastLine, fields, this.#expected);
    this.#bad.push(this.#buffer.badRecord(line, this.#expected, this.#control));
    this.#buffer.dropRecord();
  }
}
