#!/usr/bin/env node
// The `daybook` command. Plain JavaScript in syntax that old versions of Node read: the rest needs Node 24, which comes
// as an optional dependency for Linux and Windows. An older Node starts that one and passes everything on to it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const neededMajor = 24;

const findNode = () => {
  const isWindows = process.platform === "win32";
  const name = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
  for (const folder of createRequire(import.meta.url).resolve.paths(name)) {
    const file = `${folder}/${name}/bin/node${isWindows ? ".exe" : ""}`;
    if (existsSync(file)) return file;
  }
  return undefined;
};

const runWith = (node) => {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
};

/** Node 24 calls node:sqlite experimental in its first releases; nobody who reads the output can act on that. */
const hideExperimentalWarnings = () => {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    if (name !== "ExperimentalWarning") process.stderr.write(`${name}: ${message}\n`);
  });
};

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  hideExperimentalWarnings();
  await import("./daybook.ts");
} else {
  const node = findNode();
  if (node) runWith(node);
  else {
    process.stderr.write(
      `daybook: needs Node ${neededMajor} or later and runs on ${process.versions.node}; install Node ${neededMajor}, or reinstall with optional dependencies, which bring it on Linux and Windows\n`,
    );
    process.exitCode = 1;
  }
}
