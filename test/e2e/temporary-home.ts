import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { type Home, type HomeOptions, openHome } from "../../infra/laptop/home.ts";
import type { Row } from "../../shared/ports.ts";
import { defineByCopy } from "./defined-tables.ts";

export interface TemporaryHome extends Home {
  readonly folder: string;
  /** Drops text under a name; the file lies in a folder of its own, as a user's would. */
  dropText(name: string, text: string | Uint8Array): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
}

const opened: OpenedHome[] = [];

afterEach(async () => {
  for (const home of opened.splice(0)) await home.discard();
});

/** A home of its own for a test, removed afterwards. */
export const temporaryHome = async (environment: Record<string, string> = {}): Promise<TemporaryHome> => {
  const home = await openTemporaryHome(environment);
  opened.push(home);
  return home;
};

export interface OpenedHome extends TemporaryHome {
  /** Closes it and removes its folder. */
  discard(): Promise<void>;
}

/** The same for several tests: whoever opens it discards it. */
export const openTemporaryHome = async (
  environment: Record<string, string> = {},
  options: Pick<HomeOptions, "families" | "clock" | "onStageDone"> = {},
): Promise<OpenedHome> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-test-"));
  // Contracts of a test's own define other tables.
  if (environment["DAYBOOK_HOME"] === undefined && environment["DAYBOOK_CONTRACTS"] === undefined)
    await defineByCopy(join(folder, "home"));
  const home = await openHome(readEnv({ DAYBOOK_HOME: join(folder, "home"), ...environment }), silentLog, {
    coalesce: { quietMs: 5, maxMs: 10_000 },
    ...options,
  });
  let dropped = 0;
  return {
    ...home,
    folder,
    async dropText(name, text) {
      const path = join(folder, "dropped", String(dropped++), "file");
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      await home.drop(name, path);
    },
    rows: (sql) => home.platform.warehouse.query(sql),
    async discard() {
      await home.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
