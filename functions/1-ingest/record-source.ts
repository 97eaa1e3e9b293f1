import { RejectedInput } from "../../shared/errors.ts";
import { peek } from "./peek.ts";
import type { RecordScanner } from "./record-scanner.ts";

const headBytes = 64 * 1024;

/** A file's text on its way through the scanner: what is left of a chunk, then the next chunk. */
export class RecordSource {
  /** The beginning of the file, for those who must know what it is before it is read. */
  readonly head: Uint8Array;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  private constructor(head: Uint8Array, chunks: AsyncIterator<Uint8Array>) {
    this.head = head;
    this.#chunks = chunks;
  }

  static async open(text: AsyncIterable<Uint8Array>): Promise<RecordSource> {
    const { head, all } = await peek(text, headBytes);
    return new RecordSource(head, all);
  }

  /** Closes the object in the bucket, however little of it was read. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async readHeader(scanner: RecordScanner): Promise<readonly string[]> {
    while (!scanner.header) {
      if (this.#at >= this.#bytes.length && !(await this.#next())) {
        scanner.end();
        break;
      }
      this.#at = scanner.scan(this.#bytes, this.#at);
    }
    if (!scanner.header) throw new RejectedInput("the file has no header line");
    return scanner.header;
  }

  /** Scans to the end; calls `whenFull` whenever a chunk of records should be taken. */
  async readRecords(scanner: RecordScanner, whenFull: () => Promise<void>): Promise<void> {
    do {
      while (this.#at < this.#bytes.length) {
        this.#at = scanner.scan(this.#bytes, this.#at);
        if (scanner.full) await whenFull();
      }
    } while (await this.#next());
    scanner.end();
    await whenFull();
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    this.#bytes = done ? new Uint8Array(0) : value;
    this.#at = 0;
    return !done;
  }
}
