import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Row } from "../../shared/ports.ts";

export interface OpenedHome {
  readonly platform: Platform;
  rows(sql: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** A home that has worked through the given files of a folder. */
export const homeFor = async (
  folder: string,
  files: readonly string[],
  environment: Record<string, string> = {},
): Promise<OpenedHome> => {
  const root = mkdtempSync(join(tmpdir(), "daybook-data-"));
  const home = await openHome(readEnv({ DAYBOOK_HOME: root, ...environment }), silentLog);
  for (const file of files) await home.drop(file, join(folder, file));
  await home.settle();
  return {
    platform: home.platform,
    rows: (sql) => home.platform.warehouse.query(sql),
    async close() {
      await home.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
};
