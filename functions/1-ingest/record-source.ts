import { RejectedInput } from "../../shared/errors.ts";
import { peek } from "./peek.ts";
import type { RecordScanner } from "./record-scanner.ts";

const headBytes = 64 * 1024;

/** Feeds a file's text to the scanner: the rest of a chunk, then the next chunk. */
export class RecordSource {
  /** The beginning of the file, from which the dialect is detected. */
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

  /** Closes the object in the bucket, even if it was not read to its end. */
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

  /** Scans to the end. Calls `whenFull` for each full chunk of records and for the last one. */
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
