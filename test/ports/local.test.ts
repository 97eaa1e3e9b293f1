import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemClock } from "../../infra/clock.ts";
import { randomIds } from "../../infra/ids.ts";
import { LocalBus } from "../../infra/local/bus.ts";
import { openBuckets } from "../../infra/local/object-store.ts";
import { testBus } from "./bus.ts";
import { testClock } from "./clock.ts";
import { testObjectStore } from "./object-store.ts";

testObjectStore({
  name: "laptop",
  connect: () => {
    const root = mkdtempSync(join(tmpdir(), "daybook-objects-"));
    const buckets = openBuckets(root);
    return {
      plain: buckets.bucket("plain"),
      versioned: buckets.bucket("versioned", { versioned: true }),
      close: () => {
        buckets.close();
        rmSync(root, { recursive: true });
      },
    };
  },
});

testBus({
  name: "laptop",
  connect: (limits) =>
    new LocalBus({ clock: systemClock, ids: randomIds, firstRetryMs: 1, maxRetryMs: 4, ...limits }),
});

testClock({ name: "system", connect: () => systemClock });

it("ids: generates unique ids that are safe in object names", () => {
  const names = Array.from({ length: 1000 }, () => randomIds.next());
  expect(new Set(names).size).toBe(1000);
  expect(names.filter((name) => !/^[\w-]+$/.test(name))).toEqual([]);
});
