import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { isoDate } from "../../shared/dates.ts";
import { daybook } from "./laptop-process.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-fit-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("`daybook fit` answers with a leaderboard of a file's own table", async () => {
  const file = join(folder, "visits.csv");
  const rows = Array.from({ length: 240 }, (_, row) => {
    const size = (row * 37) % 100;
    return `${isoDate(20_000 + Math.floor(row / 2))},"shop, ${row % 3}",${size},${3 * size + (row % 7)}`;
  });
  writeFileSync(file, `day,shop,size,spent\n${rows.join("\n")}\n`);
  const { code, stdout, stderr } = await daybook(
    ...["--json", "fit", file, "--target", "spent", "--time", "day", "--entity", "shop"],
  );
  expect(code, stderr).toBe(0);
  const { leaderboard, holdout, family } = JSON.parse(stdout);
  expect(holdout).toMatchObject({ rows: 48, entities: 3, to: isoDate(20_119) });
  const chosen = leaderboard.find((entry: { family: string }) => entry.family === family);
  expect(chosen.holdout.r2).toBeGreaterThan(0.9);
});

it("`daybook fit` says what is wrong with what it was told", async () => {
  const missing = await daybook("fit", join(folder, "no.csv"), "--target", "a", "--time", "b");
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain("no.csv: there is no such file");
  const share = await daybook("fit", "x.csv", "--target", "a", "--time", "b", "--test-fraction", "2");
  expect(share.code).toBe(2);
  expect(share.stderr).toContain("--test-fraction 2: it must lie between 0.05 and 0.5");
});
