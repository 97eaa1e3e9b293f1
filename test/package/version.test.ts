import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect, it } from "vitest";

it("`npm version` dates what was unreleased, opens a new section, and refuses an empty one", () => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-version-"));
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
      env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}` },
    });
  const notes = join(folder, "CHANGELOG.md");
  try {
    for (const file of ["package.json", "infra/deploy/release-notes.ts"]) cpSync(file, join(folder, file));
    writeFileSync(
      notes,
      "# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- A thing.\n\n## [0.2.0] - 2026-11-30\n",
    );
    run("git", "init", "--quiet");
    run("git", "config", "user.email", "test@example.org");
    run("git", "config", "user.name", "test");
    run("git", "add", ".");
    run("git", "commit", "--quiet", "--message", "first");
    run("npm", "version", "0.2.1");
    const today = new Date().toISOString().slice(0, 10);
    expect(readFileSync(notes, "utf8")).toBe(
      `# Changelog\n\n## [Unreleased]\n\n## [0.2.1] - ${today}\n\n### Fixed\n\n- A thing.\n\n## [0.2.0] - 2026-11-30\n`,
    );
    expect(run("git", "show", "--name-only", "--format=%s")).toBe("0.2.1\n\nCHANGELOG.md\npackage.json\n");
    expect(() => run("npm", "version", "0.2.2")).toThrow("nothing is listed under [Unreleased]");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
