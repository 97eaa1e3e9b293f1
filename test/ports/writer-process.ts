import { writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { openBuckets } from "../../infra/local/object-store.ts";
import { PreconditionFailed } from "../../shared/errors.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { patterned, textOf } from "./bytes.ts";

/** A second process for the tests of the laptop's store: `count` races for a counter, `churn` writes until killed. */
const main = async (task: string | undefined, root: string): Promise<void> => {
  const store = openBuckets(root).bucket("shared");
  if (task === "count") await count(store);
  else for (let turn = 0; ; turn += 1) await churn(store, turn);
};

const count = async (store: ObjectStore): Promise<void> => {
  await store.write(`ready/${process.pid}`, "");
  // Starts when both processes run: otherwise the first ends before the second starts.
  while ((await store.list("ready/")).length < 2) await setImmediate();
  for (let done = 0; done < 100; done += 1) await increment(store);
};

const increment = async (store: ObjectStore): Promise<void> => {
  for (;;) {
    const found = await store.stat("counter");
    try {
      const value = found === undefined ? 0 : Number(await textOf(store.read("counter", found.generation)));
      await store.write("counter", String(value + 1), { ifGeneration: found?.generation ?? "0" });
      return;
    } catch (error) {
      // The generation may no longer exist when it is read: the other process counted.
      const lost =
        error instanceof PreconditionFailed || (error instanceof Error && error.name === "ObjectMissing");
      if (!lost) throw error;
    }
  }
};

/** Reports each write after the store acknowledged it. Alternates small bodies, large bodies and removals. */
const churn = async (store: ObjectStore, turn: number): Promise<void> => {
  const name = `object-${turn % 17}`;
  if (turn % 5 === 4) await store.remove(name);
  const { generation } = await store.write(name, patterned(turn % 2 === 0 ? 300 : 40_000, turn));
  writeSync(1, `${name} ${generation}\n`);
};

const [task, root] = process.argv.slice(2);
if (root === undefined) throw new Error("usage: writer-process.ts count|churn <root>");
await main(task, root);
