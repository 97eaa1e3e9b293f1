import { isAscii } from "node:buffer";
import { checksumOf } from "../../../infra/checksum.ts";
import { PreconditionFailed } from "../../../shared/errors.ts";
import type { ObjectInfo, Precondition, WriteOptions } from "../../../shared/ports.ts";
import { refusals, requireTaken } from "../../google/rule.ts";
import { objectNameRules, writesApartMs } from "../../google/storage.ts";

interface Version extends ObjectInfo {
  readonly body: Buffer;
  live: boolean;
}

/** A bucket as Google Cloud Storage keeps it, between two turns: each call here is one moment. */
export class Bucket {
  readonly #versioned: boolean;
  readonly #objects = new Map<string, Version[]>();
  readonly #writtenAt = new Map<string, number>();
  #last = 0;

  constructor(versioned: boolean) {
    this.#versioned = versioned;
  }

  find(name: string, generation?: string): Version | undefined {
    const versions = this.#objects.get(name);
    return generation === undefined
      ? versions?.find(({ live }) => live)
      : versions?.find((version) => version.generation === generation);
  }

  write(name: string, body: Uint8Array | string, now: number, options: WriteOptions = {}): Version {
    requireTaken(refusals(objectNameRules, name));
    this.#verify(name, options);
    const bytes = Buffer.from(body);
    this.#last = Math.max(Math.floor(now * 1000), this.#last + 1);
    const version: Version = {
      name,
      generation: String(this.#last),
      size: bytes.length,
      crc32c: checksumOf(bytes),
      updated: new Date(now).toISOString(),
      ...(options.contentEncoding !== undefined && { contentEncoding: options.contentEncoding }),
      body: bytes,
      live: true,
    };
    this.#retire(name);
    this.#objects.set(name, [...(this.#objects.get(name) ?? []), version]);
    this.#writtenAt.set(name, now);
    return version;
  }

  remove(name: string, condition: Precondition = {}): void {
    if (!this.find(name)) return;
    this.#verify(name, condition);
    this.#retire(name);
  }

  /** In the order of the names' UTF-8 bytes. */
  list(prefix: string): ObjectInfo[] {
    const found: ObjectInfo[] = [];
    for (const name of this.#objects.keys()) {
      const live = name.startsWith(prefix) ? this.find(name) : undefined;
      if (live) found.push(live);
    }
    const bytes = ({ name }: ObjectInfo) => Buffer.from(name);
    return found.sort(
      isAscii(Buffer.from(found.map(({ name }) => name).join()))
        ? (left, right) => (left.name < right.name ? -1 : 1)
        : (left, right) => Buffer.compare(bytes(left), bytes(right)),
    );
  }

  /** An object takes about one write a second; more are answered 429, and the client waits. */
  waitMs(name: string, now: number): number {
    return Math.max(0, (this.#writtenAt.get(name) ?? -writesApartMs) + writesApartMs - now);
  }

  #verify(name: string, { ifGeneration }: Precondition): void {
    const found = this.find(name)?.generation ?? "0";
    if (ifGeneration !== undefined && found !== ifGeneration)
      throw new PreconditionFailed(`${name}: expected generation ${ifGeneration}, found ${found}`);
  }

  #retire(name: string): void {
    const versions = this.#objects.get(name) ?? [];
    for (const version of versions) version.live = false;
    if (this.#versioned) return;
    if (versions.length > 0) this.#objects.delete(name);
  }
}
