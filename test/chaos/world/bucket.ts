import { checksumOf } from "../../../infra/checksum.ts";
import { PreconditionFailed } from "../../../shared/errors.ts";
import type { ObjectInfo, Precondition } from "../../../shared/ports.ts";

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

  write(name: string, body: Uint8Array | string, now: number, condition: Precondition = {}): Version {
    this.#verify(name, condition);
    const bytes = Buffer.from(body);
    this.#last = Math.max(Math.floor(now * 1000), this.#last + 1);
    const version: Version = {
      name,
      generation: String(this.#last),
      size: bytes.length,
      crc32c: checksumOf(bytes),
      updated: new Date(now).toISOString(),
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

  /** In the order of names. They are ASCII here, so that this is the order of their bytes. */
  list(prefix: string): ObjectInfo[] {
    const found: ObjectInfo[] = [];
    for (const name of this.#objects.keys()) {
      const live = name.startsWith(prefix) ? this.find(name) : undefined;
      if (live) found.push(live);
    }
    return found.sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** An object takes about one write a second; more are answered 429, and the client waits. */
  waitMs(name: string, now: number): number {
    return Math.max(0, (this.#writtenAt.get(name) ?? -1000) + 1000 - now);
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
