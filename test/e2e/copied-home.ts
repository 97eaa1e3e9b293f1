import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { type TemporaryHome, temporaryHome } from "./temporary-home.ts";

type Files = readonly (readonly [name: string, text: string])[];

/** A home that is filled once, in batches that are worked through one after the other; each test gets a copy. */
export const copiedHome = (batches: readonly Files[]): (() => Promise<TemporaryHome>) => {
  const root = mkdtempSync(join(tmpdir(), "daybook-copied-"));
  const prepared = join(root, "prepared");
  let copies = 0;
  beforeAll(async () => {
    const home = await openHome(readEnv({ DAYBOOK_HOME: prepared }), silentLog, {
      coalesce: { quietMs: 0, maxMs: 0 },
    });
    for (const batch of batches) {
      for (const [name, text] of batch) {
        const path = join(root, "file");
        writeFileSync(path, text);
        await home.drop(name, path);
      }
      await home.settle();
    }
    await home.close();
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => {
    const copy = join(root, `copy-${copies++}`);
    cpSync(prepared, copy, { recursive: true });
    return temporaryHome({ DAYBOOK_HOME: copy });
  };
};
