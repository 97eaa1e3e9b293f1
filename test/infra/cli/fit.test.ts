import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

it("`daybook fit` needs no time, tells what each threshold finds, and keeps predictions and a model", async () => {
  const file = join(folder, "members.csv");
  const rows = Array.from({ length: 240 }, (_, row) => {
    const visits = (row * 37) % 100;
    return `${visits},${["north", "south", ""][row % 3]},${visits + ((row * 7) % 30) > 60 ? "stays" : "left"}`;
  });
  writeFileSync(file, `visits,region,state\n${rows.join("\n")}\n`);
  const [out, model, later] = ["out.csv", "model.json", "later.csv"].map((name) => join(folder, name));
  const fitted = await daybook(
    ...["fit", file, "--target", "state", "--classify", "--out", `${out}`, "--save", `${model}`],
  );
  expect(fitted.code, fitted.stderr).toBe(0);
  expect(fitted.stdout).toContain("What the answers depend on");
  expect(fitted.stdout).toContain("Holdout, scored once: 48 rows drawn at random");
  expect(fitted.stdout).toMatch(/chance from +called +of them right +found +F1/);
  const lines = readFileSync(`${out}`, "utf8").trim().split("\n");
  expect(lines[0]).toBe("line,role,actual,predicted");
  expect(lines).toHaveLength(241);
  writeFileSync(`${later}`, "region,visits\nnorth,3\nelsewhere,99\n");
  const used = await daybook("--json", "fit", `${later}`, "--use", `${model}`);
  expect(used.code, used.stderr).toBe(0);
  const { answers, predicted } = JSON.parse(used.stdout);
  const chance = (row: number) =>
    predicted === "left" ? answers[row].predicted : 1 - answers[row].predicted;
  expect(chance(0)).toBeGreaterThan(0.7);
  expect(chance(1)).toBeLessThan(0.3);
});

it("`daybook fit` says what is wrong with its options", async () => {
  const missing = await daybook("fit", join(folder, "no.csv"), "--target", "a", "--time", "b");
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain("no.csv: there is no such file");
  const share = await daybook("fit", "x.csv", "--target", "a", "--time", "b", "--test-fraction", "2");
  expect(share.code).toBe(2);
  expect(share.stderr).toContain("--test-fraction 2: it must lie between 0.05 and 0.5");
  const without = await daybook("fit", "x.csv");
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("--target is needed") });
  const both = await daybook("fit", "x.csv", "--target", "a", "--classify", "--amount");
  expect(both.stderr).toContain("--classify and --amount exclude each other");
  const way = await daybook("fit", "x.csv", "--target", "a", "--split", "luck");
  expect(way.stderr).toContain("--split luck: it is one of time, random, group");
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
