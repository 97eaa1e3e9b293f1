import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { binaryPath } from "./go-binary.ts";
import { say } from "./say.ts";

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;

export const NAME = "bigquery-emulator";
export const VERSION = "v0.6.6";
const MODULE = "github.com/goccy/bigquery-emulator";

/**
 * Builds the emulator, once. Its SQL engine is GoogleSQL's own analyzer, one C++ file that includes all the others: what
 * the compiler does with it is nearly all the time. Without optimization that is 5 minutes instead of 13, and reading a
 * statement takes twice as long, which is little beside carrying it out.
 */
export const installBigQuery = async (): Promise<void> => {
  const path = binaryPath(NAME, VERSION);
  if (existsSync(path)) return;
  await requireClang();
  say(`building ${NAME} ${VERSION}, which takes five minutes on two free cores …`);
  const started = performance.now();
  // Inside a module that requires it: `go install` of a version looks for a deprecation notice in a newer version, which
  // may not be served.
  const folder = await mkdtemp(join(tmpdir(), "daybook-bigquery-"));
  const built = `${path}.partial-${process.pid}`;
  try {
    await writeFile(join(folder, "go.mod"), `module emulator\n\ngo 1.21.5\n\nrequire ${MODULE} ${VERSION}\n`);
    await mkdir(dirname(path), { recursive: true });
    const flags = ["-p", "2", "-trimpath", "-ldflags=-s -w", "-o", built];
    await run("go", ["build", "-C", folder, ...flags, `${MODULE}/cmd/${NAME}`], {
      env: { ...process.env, ...compiling },
      maxBuffer,
    });
    await rename(built, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(built, { force: true });
  }
  say(`built ${NAME} ${VERSION} in ${Math.round((performance.now() - started) / 1000)} s`);
};

const compiling = {
  CGO_ENABLED: "1",
  CC: "clang",
  CXX: "clang++",
  GOFLAGS: "-mod=mod",
  CGO_CXXFLAGS: "-O0 -g0 -w",
  // SQLite, which carries the statements out.
  CGO_CFLAGS: "-O2 -g0 -w",
};

/** g++ does not compile the analyzer. Where clang is missing, Debian's package is installed. */
const requireClang = async (): Promise<void> => {
  if (await hasClang()) return;
  say("clang++ is not on this machine: installing Debian's package …");
  try {
    await run("apt-get", ["update", "--quiet"], { maxBuffer });
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["install", "--yes", "--no-install-recommends", "clang"], { env, maxBuffer });
  } catch (cause) {
    throw new Error(`${NAME} needs clang++, and apt-get could not install it: install clang`, { cause });
  }
  if (!(await hasClang())) throw new Error(`${NAME} needs clang++, which is still missing: install clang`);
};

const hasClang = (): Promise<boolean> =>
  run("clang++", ["--version"]).then(
    () => true,
    () => false,
  );
