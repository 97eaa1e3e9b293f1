import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { say } from "./say.ts";

const run = promisify(execFile);

/** Git-ignored; a second run finds what the first one built. */
const CACHE = join(import.meta.dirname, ".bin");

export const binaryPath = (name: string, version: string): string => join(CACHE, `${name}-${version}`);

export const requireBinary = (name: string, version: string): string => {
  const path = binaryPath(name, version);
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing: run node test/emulators/install.ts`);
};

/** Fetches and builds a published Go program with `go install`, unless this version is there already. */
export const installGoProgram = async (name: string, module: string, version: string): Promise<void> => {
  if (existsSync(binaryPath(name, version))) return;
  say(`installing ${name} ${version}`);
  await built(name, version, (env) => run("go", ["install", `${module}@${version}`], env));
};

/** The same for a program whose source is beside these tests; Go itself knows whether anything changed. */
export const buildGoProgram = (name: string, source: string, version: string): Promise<void> =>
  built(name, version, (options) => run("go", ["install", "-C", source, "."], options));

const built = async (
  name: string,
  version: string,
  build: (options: ReturnType<typeof goOptions>) => Promise<unknown>,
): Promise<void> => {
  const path = binaryPath(name, version);
  const folder = `${path}.partial-${process.pid}`;
  await mkdir(folder, { recursive: true });
  try {
    await build(goOptions(folder));
    // In one step, so that a build cut short is never taken for a program.
    await rename(join(folder, name), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const goOptions = (folder: string) => ({
  env: { ...process.env, GOBIN: folder },
  maxBuffer: 16 * 1024 * 1024,
});
