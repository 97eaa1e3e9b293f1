import { DELETE, LF, QUOTE, SPACE, TAB, UNIT } from "./bytes.ts";
import { type BadRecord, limits } from "./dialect.ts";

// Kinds of bytes. A bare field may hold the first two, a quoted one the first three. The scanner handles special ones.
const plain = 0;
const space = 1;
const separator = 2;
const special = 3;

const shownBytes = 2000;
const roomForLineNumber = 64;

/** Buffers of scanners that are done: small ones, as many as files are read at once. That of a large file is not kept. */
const spare: Buffer[] = [];
const mostSpare = 32;
const largestSpare = 2 * 1024 * 1024;

/** A run is bounded, so that a record above the limit is noticed before the buffer is full. */
const endOfRun = (bytes: Uint8Array, from: number): number =>
  Math.min(bytes.length, from + limits.recordBytes);

/** Records in canonical form, the last of them unfinished. Its state is open to its only user, the scanner. */
export class RecordBuffer {
  /**
   * Starts with what an earlier file needed, or small: a daily file rarely fills a chunk. Buffers that are thrown away keep the
   * garbage collector busy.
   */
  bytes: Buffer = spare.pop() ?? Buffer.allocUnsafeSlow(16 * 1024);
  /** Where the next byte goes. */
  at = 0;
  recordAt = 0;
  /** Where the record's first cell begins, after its line number. */
  cellsAt = 0;
  fieldAt = 0;
  /** Fields of the record that have ended. */
  fields = 0;

  readonly #kinds = new Uint8Array(256);

  constructor(delimiter: number) {
    this.#kinds.fill(special, 0, 32).fill(plain, TAB, TAB + 1);
    this.#kinds[DELETE] = special;
    this.#kinds[QUOTE] = special;
    this.#kinds[SPACE] = space;
    this.#kinds[delimiter] = separator;
  }

  isPlain(byte: number): boolean {
    return this.#kinds[byte] === plain;
  }

  isSeparator(byte: number): boolean {
    return this.#kinds[byte] === separator;
  }

  /** True if nothing of the record has been kept yet. */
  get isEmpty(): boolean {
    return this.fields === 0 && this.at === this.fieldAt;
  }

  /** Copies unquoted fields up to the next special byte. */
  copyBare(bytes: Uint8Array, from: number): number {
    const end = endOfRun(bytes, from);
    let index = from;
    while (index < end) {
      index = this.#copyField(bytes, index, end, space);
      if (index === end || this.#kinds[bytes[index] ?? 0] === special) break;
      this.endField();
      index++;
    }
    return index;
  }

  /** The same within quotes, where a delimiter is text. */
  copyQuoted(bytes: Uint8Array, from: number): number {
    return this.#copyField(bytes, from, endOfRun(bytes, from), separator);
  }

  /** Copies bytes of kinds up to the given one, without leading spaces. Nearly all bytes pass here: keep it tight. */
  #copyField(bytes: Uint8Array, from: number, end: number, upTo: number): number {
    const kinds = this.#kinds;
    const out = this.bytes;
    let index = from;
    let { at } = this;
    if (at === this.fieldAt) while (index < end && kinds[bytes[index] ?? 0] === space) index++;
    for (; index < end; index++) {
      const byte = bytes[index] ?? 0;
      if ((kinds[byte] ?? special) > upTo) break;
      out[at++] = byte;
    }
    this.at = at;
    return index;
  }

  push(byte: number): void {
    this.bytes[this.at++] = byte;
  }

  /** Makes room for the coming bytes and a line number. */
  reserve(coming: number): void {
    const needed = this.at + Math.min(coming, limits.recordBytes) + roomForLineNumber;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }

  beginRecord(line: number | undefined): void {
    this.recordAt = this.at;
    if (line !== undefined) {
      const digits = String(line);
      for (let index = 0; index < digits.length; index++) this.push(digits.charCodeAt(index));
      this.push(UNIT);
    }
    this.cellsAt = this.at;
    this.fieldAt = this.at;
    this.fields = 0;
  }

  trimField(): void {
    while (this.at > this.fieldAt && this.bytes[this.at - 1] === SPACE) this.at--;
  }

  endField(): void {
    this.trimField();
    this.push(UNIT);
    this.fields++;
    this.fieldAt = this.at;
  }

  keepRecord(): void {
    this.push(LF);
    this.recordAt = this.at;
  }

  dropRecord(): void {
    this.at = this.recordAt;
  }

  /** Lends the finished records. `use` must not read their bytes after it returns. */
  lend<Result>(use: (records: Buffer) => Result): Result {
    const result = use(this.bytes.subarray(0, this.recordAt));
    this.bytes.copyWithin(0, this.recordAt, this.at);
    this.at -= this.recordAt;
    this.cellsAt -= this.recordAt;
    this.fieldAt -= this.recordAt;
    this.recordAt = 0;
    return result;
  }

  /** The buffer is used no more. */
  release(): void {
    if (spare.length < mostSpare && this.bytes.length <= largestSpare) spare.push(this.bytes);
    this.bytes = Buffer.alloc(0);
  }

  cells(): string[] {
    return this.#text(this.cellsAt, this.at).split("\x1f");
  }

  /** Shows a page of a bad record. Its strings must not keep the whole record in memory. */
  badRecord(line: number, expected: number, control: number | undefined): BadRecord {
    const cells = this.#text(this.cellsAt, Math.min(this.at, this.cellsAt + shownBytes)).split("\x1f");
    const shape = { line, fields: this.fields + 1, expected, cells };
    return control === undefined
      ? { ...shape, rule: "field_count" }
      : { ...shape, rule: "control_character", cell: control, value: this.cell(control) };
  }

  cell(index: number): string {
    let start = this.cellsAt;
    for (let skipped = 0; skipped < index; skipped++) start = this.bytes.indexOf(UNIT, start) + 1;
    const end = this.bytes.indexOf(UNIT, start);
    return this.#text(start, Math.min(end < 0 ? this.at : end, this.at, start + shownBytes));
  }

  /** The first cell that is not empty. */
  firstText(): string {
    let start = this.cellsAt;
    while (start < this.at && this.bytes[start] === UNIT) start++;
    const end = this.bytes.indexOf(UNIT, start);
    return this.#text(start, Math.min(end < 0 ? this.at : end, this.at, start + shownBytes));
  }

  #text(start: number, end: number): string {
    return this.bytes.toString("utf8", start, end).replaceAll("\x1e", "\n").replaceAll("\x1d", "\r");
  }
}
