import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Inbox } from "../../../infra/laptop/inbox/inbox.ts";
import { openInboxMemory } from "../../../infra/laptop/inbox/inbox-memory.ts";
import type { FoundUnreadable } from "../../../shared/work/unreadable.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let folder: string;
const open: Inbox[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-inbox-"));
});
afterEach(async () => {
  for (const inbox of open.splice(0)) await inbox.close();
  rmSync(folder, { recursive: true });
});

const put = (name: string, text: string): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};

/** An inbox over the folder, and what it did, in order. */
const watched = async (
  state = memoryStore({ classA: 0, classB: 0 }),
  fails: (name: string) => boolean = () => false,
) => {
  const done: string[] = [];
  let unreadable: readonly FoundUnreadable[] = [];
  const inbox = new Inbox({
    folder,
    memory: await openInboxMemory(state),
    async take({ name }) {
      if (fails(name)) throw new Error("disk full");
      done.push(`+${name}`);
    },
    async forget(name) {
      done.push(`-${name}`);
    },
    onFailure: () => {},
    async onUnreadable(entries) {
      unreadable = entries;
    },
  });
  open.push(inbox);
  return { inbox, state, done, unreadable: () => unreadable };
};

/** Looks until it is so: a machine under load needs longer, and nothing else. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(20);
};

it("takes each file once, and again when it was changed, and forgets one that is gone", async () => {
  put("README.txt", "how to");
  put("sales/1.csv", "one");
  put(".hidden", "x");
  const { inbox, done } = await watched();
  await inbox.caughtUp(60_000);
  expect(done).toEqual(["+sales/1.csv"]);
  // Another time with the same size is another version.
  utimesSync(join(folder, "sales/1.csv"), 1, 1);
  await until(() => done.length === 2);
  put("sales/2.csv", "two");
  await until(() => done.length === 3);
  rmSync(join(folder, "sales/1.csv"));
  await until(() => done.length === 4);
  expect(done).toEqual(["+sales/1.csv", "+sales/1.csv", "+sales/2.csv", "-sales/1.csv"]);
});

it("remembers over a restart what it took, and finds what changed meanwhile", async () => {
  put("1.csv", "one");
  put("2.csv", "two");
  const first = await watched();
  await first.inbox.caughtUp(60_000);
  await first.inbox.close();
  put("3.csv", "three");
  rmSync(join(folder, "2.csv"));
  const second = await watched(first.state);
  await until(() => second.done.length === 2);
  expect(second.done.toSorted()).toEqual(["+3.csv", "-2.csv"]);
});

it("takes the others when one file fails, reports it, and does not wait for it", async () => {
  put("1.csv", "one");
  put("2.csv", "two");
  const { inbox, done, unreadable } = await watched(undefined, (name) => name === "1.csv");
  await inbox.caughtUp(60_000);
  expect(done).toEqual(["+2.csv"]);
  expect(unreadable()).toEqual([{ name: "1.csv", reason: "disk full" }]);
});

it("forgets nothing while the folder itself is away", async () => {
  put("a/1.csv", "one");
  const { inbox, done, unreadable } = await watched();
  await inbox.caughtUp(60_000);
  renameSync(folder, `${folder}-away`);
  await until(() => unreadable().length === 1);
  expect(unreadable()[0]?.name).toBe("");
  // Longer than a file must be gone to count as removed.
  await sleep(800);
  renameSync(`${folder}-away`, folder);
  await until(() => unreadable().length === 0);
  expect(done).toEqual(["+a/1.csv"]);
});
