import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checksumOf } from "../../infra/checksum.ts";
import { openBuckets } from "../../infra/local/object-store.ts";
import { bytesOf, textOf } from "./bytes.ts";

describe("the laptop's object store, shared by processes", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "daybook-processes-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test("loses no increment of a counter that two processes update conditionally", {
    timeout: 30_000,
  }, async () => {
    const exits = await Promise.all(["first", "second"].map(() => once(start("count", root), "exit")));

    expect(exits).toEqual([
      [0, null],
      [0, null],
    ]);
    const buckets = openBuckets(root);
    expect(await textOf(buckets.bucket("shared").read("counter"))).toBe("200");
    buckets.close();
  });

  test("keeps every acknowledged write of a process that is killed", { timeout: 30_000 }, async () => {
    const acknowledged = new Map<string, bigint>();
    for (const writes of [3, 20, 61, 150]) {
      const writer = start("churn", root);
      let seen = 0;
      for await (const line of createInterface(writer.stdout)) {
        const [name = "", generation = ""] = line.split(" ");
        acknowledged.set(name, BigInt(generation));
        seen += 1;
        if (seen === writes) writer.kill("SIGKILL");
      }
    }

    const buckets = openBuckets(root);
    const store = buckets.bucket("shared");
    const live = new Map((await store.list("")).map((info) => [info.name, info]));
    for (const info of live.values()) {
      const body = await bytesOf(store.read(info.name));
      expect([body.length, checksumOf(body)]).toEqual([info.size, info.crc32c]);
    }
    for (const [name, generation] of acknowledged) {
      // Only the object that was being replaced at the last kill may be absent.
      const found = live.get(name)?.generation ?? (await store.write(name, "again")).generation;
      expect(BigInt(found)).toBeGreaterThanOrEqual(generation);
    }
    expect(live.size).toBeGreaterThanOrEqual(16);
    buckets.close();
  });
});

const start = (task: "count" | "churn", root: string): ChildProcessByStdio<null, Readable, null> => {
  const script = new URL("./writer-process.ts", import.meta.url).pathname;
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, task, root], {
    stdio: ["ignore", "pipe", "inherit"],
  });
};
