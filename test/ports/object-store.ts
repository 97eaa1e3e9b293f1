import { afterAll, beforeAll, describe } from "vitest";
import type { ObjectStore } from "../../shared/ports.ts";
import { testBodies } from "./object-store-bodies.ts";
import { testConditions } from "./object-store-conditions.ts";
import { testListing } from "./object-store-listing.ts";
import { testVersions } from "./object-store-versions.ts";
import { behaviours, type Lack } from "./suite.ts";

export interface Buckets {
  readonly plain: ObjectStore;
  /** Keeps overwritten and removed generations. */
  readonly versioned: ObjectStore;
  close(): Promise<void> | void;
}

export interface ObjectStoreAdapter {
  readonly name: string;
  /** Called once; each test uses its own names. */
  connect(): Promise<Buckets> | Buckets;
  readonly lacks?: readonly Lack[];
}

/** The behaviour of every object store. */
export const testObjectStore = ({ name, connect, lacks }: ObjectStoreAdapter): void => {
  describe(`object store: ${name}`, () => {
    let buckets: Buckets | undefined;
    beforeAll(async () => {
      buckets = await connect();
    });
    afterAll(() => buckets?.close());
    const connected = (): Buckets => {
      if (buckets === undefined) throw new Error(`${name}: used before it was connected`);
      return buckets;
    };
    const test = behaviours(lacks);
    testBodies(test, connected);
    testConditions(test, connected);
    testVersions(test, connected);
    testListing(test, connected);
  });
};
