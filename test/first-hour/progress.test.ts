import { expect, it } from "vitest";
import { lookBelow } from "../../infra/cli/files-below.ts";
import type { Describe } from "../../infra/cli/terminal/progress.ts";
import { DropTally, dropAll } from "../../infra/laptop/drop-all.ts";
import { openTemporaryHome } from "../e2e/temporary-home.ts";
import { put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

it("run says how many files a second it reads, then which stages it waits for", async () => {
  const folder = temporaryFolder();
  const days = ["2024-05-01", "2024-05-02", "2024-05-03"];
  for (const day of days) put(folder, `transactions/${day}.csv`, salesFile(day, 3));
  const tally = new DropTally();
  let describe: Describe = () => "";
  tally.heartbeat = {
    now: (next) => {
      describe = next;
    },
    stop: () => {},
  };
  const said: Promise<string>[] = [];
  const home = await openTemporaryHome(
    {},
    {
      onStageDone: (stage, input, result) => {
        tally.onStageDone(stage, input, result);
        said.push(Promise.resolve(describe()));
      },
    },
  );
  const { files } = lookBelow(folder);

  expect(await dropAll(home, files, tally)).toMatchObject({ rows: { in: 9, addUp: true } });

  await home.discard();
  const texts = await Promise.all(said);
  expect(texts.filter((text) => /^read 1 of 3 files, [\d.]+ files a second$/.test(text))).not.toEqual([]);
  expect(texts.filter((text) => /^all 3 files are read; waiting for \w+ \d/.test(text))).not.toEqual([]);
});
