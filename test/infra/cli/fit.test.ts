import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { isoDate } from "../../../shared/dates.ts";
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

it("`daybook fit --save` keeps a model that `predict` answers with, row by row", {
  timeout: 240_000,
}, async () => {
  const [visits, kept, week] = ["seen.csv", "visits.model", "week.csv"].map((name) => join(folder, name));
  if (visits === undefined || kept === undefined || week === undefined) throw new Error("three names");
  const line = (row: number, shop: string, size: number, spent: number | string) =>
    `${isoDate(20_000 + Math.floor(row / 2))},${shop},${size},${spent}`;
  const rows = Array.from({ length: 400 }, (_, row) => {
    const size = (row * 37) % 100;
    return line(row, `shop ${row % 3}`, size, 3 * size + (row % 7));
  });
  writeFileSync(visits, `day,shop,size,spent\n${rows.join("\n")}\n`);
  const fitted = await daybook(
    ...["fit", visits, "--target", "spent", "--time", "day", "--entity", "shop", "--save", kept],
  );
  expect(fitted.code, fitted.stderr).toBe(0);
  expect(statSync(kept).mode & 0o777).toBe(0o600);

  const asked = [line(402, "shop 1", 80, ""), line(401, "a new shop", 10, "?"), line(404, "shop 2", 40, 1e9)];
  writeFileSync(
    week,
    `shop,size,day,spent\n${asked
      .map((row) => row.split(","))
      .map(([day, ...[shop, size, spent]]) => [shop, size, day, spent].join())
      .join("\n")}\n`,
  );
  const { code, stdout, stderr } = await daybook("--json", "predict", "--model", kept, "--rows", week);
  expect(code, stderr).toBe(0);
  const answers = JSON.parse(stdout) as { row: number; entity: string; prediction: number; low80: number }[];
  expect(answers.map(({ row, entity }) => `${row} ${entity}`)).toEqual([
    "1 shop 1",
    "2 a new shop",
    "3 shop 2",
  ]);
  for (const [index, size] of [80, 10, 40].entries())
    expect(Math.abs((answers[index]?.prediction ?? 0) - 3 * size)).toBeLessThan(40);
  for (const { prediction, low80 } of answers) expect(low80).toBeLessThanOrEqual(prediction);

  writeFileSync(week, "day,shop\n2024-10-10,shop 1\n");
  const lacking = await daybook("predict", "--model", kept, "--rows", week);
  expect(lacking).toMatchObject({ code: 1, stderr: expect.stringContaining("lack the column size") });
  const foreign = await daybook("predict", "--model", visits, "--rows", week);
  expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining("fit --save") });
  expect(await daybook("predict")).toMatchObject({ code: 2 });
});

it("`daybook fit` says what is wrong with its options", async () => {
  const missing = await daybook("fit", join(folder, "no.csv"), "--target", "a", "--time", "b");
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain("no.csv: there is no such file");
  const share = await daybook("fit", "x.csv", "--target", "a", "--time", "b", "--test-fraction", "2");
  expect(share.code).toBe(2);
  expect(share.stderr).toContain("--test-fraction 2: it must lie between 0.05 and 0.5");
});

it("`daybook fit` reads a file as a spreadsheet in another country saves it", async () => {
  const file = join(folder, "besuche [alt].csv");
  const rows = Array.from({ length: 240 }, (_, row) => {
    const size = ((row * 37) % 100) / 10;
    const [year, month, day] = isoDate(20_000 + Math.floor(row / 2)).split("-");
    return `${day}.${month}.${year};${size.toFixed(1).replace(".", ",")};"${(1200 + 30 * size).toFixed(2).replace(".", ",")} €"`;
  });
  // The way that older programs for Windows write "Größe".
  writeFileSync(
    file,
    Buffer.from(`Tag;"Größe\n(m²)";Umsatz\r\n${rows.join("\r\n")}\r\n`.replaceAll("€", "\x80"), "latin1"),
  );
  const { code, stdout, stderr } = await daybook(
    "--json",
    "fit",
    file,
    "--target",
    "Umsatz",
    "--time",
    "Tag",
  );
  expect(code, stderr).toBe(0);
  const { leaderboard, holdout, family, importances } = JSON.parse(stdout);
  expect(holdout).toMatchObject({ rows: 48, to: isoDate(20_119) });
  expect(importances[0].feature).toBe("Größe (m²)");
  const chosen = leaderboard.find((entry: { family: string }) => entry.family === family);
  expect(chosen.holdout.r2).toBeGreaterThan(0.9);
});

it("`daybook fit` says which line of a file is damaged, and refuses a file that is not a table", async () => {
  const complaint = async (name: string, text: string | Buffer) => {
    writeFileSync(join(folder, name), text);
    const { code, stderr } = await daybook("fit", join(folder, name), "--target", "b", "--time", "a");
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    return stderr;
  };
  expect(await complaint("ragged.csv", "a,b\n2024-01-01,1\n2024-01-02,1,2\n")).toContain(
    "line 3 has more cells than the 2 columns of the header",
  );
  expect(await complaint("open.csv", 'a,b\n2024-01-01,"1\n2024-01-02,1\n')).toContain("unterminated quote");
  expect(await complaint("mixed.csv", "a,b\r\n2024-01-01,1\n2024-01-02,1\n")).toContain(
    "its line ends differ",
  );
  expect(await complaint("nothing.csv", "\n")).toContain("is empty; its first line must name the columns");
  expect(await complaint("book.xlsx", Buffer.from([80, 75, 3, 4, 0, 0, 0]))).toContain(
    "save the table as CSV",
  );
  const { stderr } = await daybook("fit", folder, "--target", "b", "--time", "a");
  expect(stderr).toContain("is a folder; name one CSV file in it");
});
