import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export interface HouseCopy {
  readonly folder: string;
  /** Runs a source file of the copy with Node, as a process of its own. */
  run(file: string, ...args: readonly string[]): { readonly code: number | null; readonly output: string };
  write(file: string, text: string): void;
  read(file: string): string;
  remove(): void;
}

/** The sources alone, in a temporary folder, with this checkout's packages. */
export const copyHouse = (): HouseCopy => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-house-"));
  for (const part of ["functions", "infra", "shared", "terraform", "package.json", "package-lock.json"])
    cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return {
    folder,
    run(file, ...args) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--disable-warning=ExperimentalWarning", file, ...args],
        { cwd: folder, encoding: "utf8", env: { ...process.env, DAYBOOK_HOME: join(folder, "home") } },
      );
      return { code: status, output: stdout + (status === 0 ? "" : stderr) };
    },
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    read: (file) => readFileSync(join(folder, file), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
