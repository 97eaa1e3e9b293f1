import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { type Export, exportTables } from "./comparison.ts";
import { fewKpis } from "./few-kpis.ts";
import type { Change, Waves } from "./files.ts";

export type OpenHome = typeof openHome;

/** The laptop's tables after the same changes of its bucket. */
export const laptopTables = async (
  waves: Waves,
  { contracts, open = openHome }: { readonly contracts?: string; readonly open?: OpenHome } = {},
): Promise<Export> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-parity-"));
  const home = await open(
    readEnv({
      DAYBOOK_HOME: join(folder, "home"),
      DAYBOOK_KPIS: fewKpis(),
      ...(contracts && { DAYBOOK_CONTRACTS: contracts }),
    }),
    silentLog,
  );
  const apply = async (change: Change, path: string) => {
    if ("remove" in change) return home.remove(change.remove);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change.text);
    await home.drop(change.drop, path);
  };
  try {
    for (const [number, wave] of waves.entries()) {
      for (const [index, change] of wave.entries())
        await apply(change, join(folder, `dropped-${number}-${index}`));
      await home.settle();
    }
    return await exportTables(home.platform.warehouse);
  } finally {
    await home.close();
    rmSync(folder, { recursive: true });
  }
};

const builtIn = join(import.meta.dirname, "../../shared/contracts");

/** The built-in contracts, but rows of a removed sales file go with it: so that both worlds show a removal. */
export const retractingContracts = (folder: string): string => {
  cpSync(builtIn, folder, { recursive: true, filter: (path) => !path.endsWith(".ts") });
  const file = join(folder, "transactions.yaml");
  const text = readFileSync(file, "utf8");
  const changed = text.replace("property: onDelete, value: keep", "property: onDelete, value: retract");
  if (changed === text) throw new Error(`${file} does not say what happens to a removed file's rows`);
  writeFileSync(file, changed);
  return folder;
};
