import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { daybook, daybookJson, put, startOnce, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

const limits = { timeout: 240_000 };

describe("somebody who plans, runs and asks for the status", () => {
  it("is told the same number of rejected files each time", limits, async () => {
    const folder = temporaryFolder();
    const home = join(folder, "home");
    const files = join(folder, "files");
    put(files, "transactions/2024-05-01.csv", salesFile("2024-05-01", 3));
    put(files, "transactions/2024-05-02.csv", "colour,shape\nred,round\n");
    put(files, "transactions/2024-05-03.csv", `${salesFile("2024-05-03", 2)}"never closed`);
    const rejected = (report: unknown) =>
      (report as { files: { outcome: string }[] }).files.filter(({ outcome }) => outcome === "rejected")
        .length;

    const planned = await daybook("--home", home, "plan", files);
    expect(planned.stdout).toContain("2 files would be rejected.");
    expect(rejected(await daybookJson("--home", home, "plan", files))).toBe(2);
    for (const _ of ["first", "again"]) {
      expect(rejected(await daybookJson("--home", home, "run", files, "--tolerant"))).toBe(2);
      const status = (await daybookJson("--home", home, "status")) as { rejected: unknown[] };
      expect(status.rejected).toHaveLength(2);
      expect(rejected(await daybookJson("--home", home, "plan", files))).toBe(2);
    }
  });
});

describe("somebody who tries quarantined files again", () => {
  it("is told how many rows are loaded and quarantined now", limits, async () => {
    const folder = temporaryFolder();
    const home = join(folder, "home");
    const rows = salesFile("2024-05-01", 40).replace("2024-05-01T10:00:00", "yesterday");
    await daybook("--home", home, "drop", put(folder, "transactions/2024-05-01.csv", rows));
    const { stdout } = await daybook("--home", home, "quarantine", "replay");
    expect(stdout).toContain("39 rows loaded (before 39), 1 quarantined (before 1)");
  });
});

describe("cron with `npm start -- --once`", () => {
  it("reads the inbox, also a file that came before the home was ever opened", limits, async () => {
    const home = join(temporaryFolder(), "home");
    put(home, "inbox/transactions/2024-05-01.csv", salesFile("2024-05-01", 3));
    const first = await startOnce(home);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("3 clean") });
    expect(first.stdout).not.toContain("demo");

    put(home, "inbox/transactions/2024-05-02.csv", salesFile("2024-05-02", 2));
    put(home, "inbox/transactions/2024-05-03.csv", "colour,shape\nred,round\n");
    const second = await startOnce(home);
    expect(second.code).toBe(1);
    expect(second.stdout).toContain("transactions/2024-05-02.csv: 2 rows, 0 quarantined");
    expect(second.stdout).toContain("transactions/2024-05-03.csv: rejected");
    expect(second.stdout).toContain("5 clean");
  });
});

describe("somebody who asks what a month costs", () => {
  it("may have files of any size", async () => {
    const cost = async (mb: string) =>
      ((await daybookJson("cost", "--files-per-day", "1", "--mb", mb)) as { total: number }).total;
    const [small, usual, large] = [await cost("0.01"), await cost("10"), await cost("20000")];
    expect(small).toBeGreaterThan(0);
    expect(usual).toBeGreaterThanOrEqual(small);
    expect(large).toBeGreaterThan(usual);
    expect(await daybook("cost", "--files-per-day", "1", "--mb", "0")).toMatchObject({ code: 2 });
  });
});

describe("somebody who drops what `generate` wrote", () => {
  it("has the credit files loaded too", limits, async () => {
    const folder = temporaryFolder();
    const company = join(folder, "company");
    await daybook("generate", "--out", company, "--days", "12", "--customers", "20", "--credit");
    expect(existsSync(join(company, "credit"))).toBe(true);
    const { files } = (await daybookJson("--home", join(folder, "home"), "run", company)) as {
      files: { name: string; outcome: string }[];
    };
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter(({ outcome }) => outcome !== "accepted")).toEqual([]);
  });
});
