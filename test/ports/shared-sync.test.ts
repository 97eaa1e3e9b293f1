import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SharedSync } from "../../infra/local/sync-file.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-sync-"));
  path = join(folder, "log");
  writeFileSync(path, "a commit");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("who asks while the disk is at work waits for a turn that begins afterwards, and shares it", async () => {
  const turns: PromiseWithResolvers<void>[] = [];
  const sync = new SharedSync(path, () => {
    const turn = Promise.withResolvers<void>();
    turns.push(turn);
    return turn.promise;
  });
  const done: string[] = [];
  const ask = (name: string) => sync.done().then(() => done.push(name));

  const asked = [ask("first"), ask("second"), ask("third")];
  turns[0]?.resolve();
  await setImmediate();
  const afterFirstTurn = [...done];
  asked.push(ask("fourth"));
  turns[1]?.resolve();
  await setImmediate();
  const afterSecondTurn = [...done];
  turns[2]?.resolve();
  await Promise.all(asked);
  sync.close();

  expect(afterFirstTurn).toEqual(["first"]);
  expect(afterSecondTurn).toEqual(["first", "second", "third"]);
  expect(done).toEqual(["first", "second", "third", "fourth"]);
  expect(turns).toHaveLength(3);
});

test("a disk that fails is told to those who waited for it, and asked again by the next", async () => {
  let isBroken = true;
  const sync = new SharedSync(path, async () => {
    if (isBroken) throw new Error("no space left");
  });

  const failed = await sync.done().catch((error: unknown) => String(error));
  isBroken = false;
  const later = await sync.done().then(() => "done");
  sync.close();

  expect([failed, later]).toEqual(["Error: no space left", "done"]);
});

test("a real file is brought onto the disk", async () => {
  const sync = new SharedSync(path);

  const answers = await Promise.all([sync.done(), sync.done()]);
  sync.close();

  expect(answers).toEqual([undefined, undefined]);
});
