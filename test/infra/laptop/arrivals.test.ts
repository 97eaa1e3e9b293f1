import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openHome } from "../../../infra/laptop/home.ts";

test("files that come together are cleaned in one round, however long each of them takes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-arrivals-"));
  const rounds: unknown[] = [];
  const log = {
    ...silentLog,
    info: (message: string, fields?: Record<string, unknown>) => {
      if (message === "cleaned") rounds.push(fields?.["files"]);
    },
  };
  const env = readEnv({ DAYBOOK_HOME: join(folder, "home") });
  // A pause in which no file of ten could be read: by pauses alone, the first round would not wait for the last file.
  const home = await openHome(env, log, { coalesce: { quietMs: 1, maxMs: 60_000 } });
  try {
    const days = Array.from({ length: 10 }, (_, index) => `2024-03-${String(index + 1).padStart(2, "0")}`);
    await Promise.all(
      days.map(async (day) => {
        const path = join(folder, `${day}.csv`);
        writeFileSync(
          path,
          `invoice_no,stock_code,quantity,invoice_date,unit_price\n1,A,1,${day} 09:00,2.50\n`,
        );
        await home.drop(`transactions/${day}.csv`, path);
      }),
    );
    await home.settle();

    expect(rounds).toEqual([10]);
  } finally {
    await home.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
