import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { ZipEntry } from "./zip.ts";

/** The settings that Terraform gives, with made-up names: a start contacts no service. */
const someSettings = {
  PLATFORM: "gcp",
  NODE_ENV: "production",
  GOOGLE_CLOUD_PROJECT: "daybook-start",
  DAYBOOK_LOCATION: "europe-west2",
  DAYBOOK_LANDING_BUCKET: "landing",
  DAYBOOK_STAGING_BUCKET: "staging",
  DAYBOOK_STATE_BUCKET: "state",
  DAYBOOK_MODELS_BUCKET: "models",
  DAYBOOK_SERVING_BUCKET: "serving",
};

export const unpack = (entries: readonly ZipEntry[], folder: string): void => {
  for (const { name, content } of entries) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};

export type Started = Awaited<ReturnType<typeof startPackage>>;

/** Starts a package as Google does and waits until it accepts connections. */
export const startPackage = async (
  folder: string,
  target: string,
  settings: Readonly<Record<string, string>>,
) => {
  const port = await freePort();
  const framework = resolve(folder, "node_modules/@google-cloud/functions-framework/build/src/main.js");
  const started = performance.now();
  const child = spawn(process.execPath, [framework, `--target=${target}`, `--port=${port}`], {
    cwd: folder,
    env: { ...someSettings, ...settings },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const ended = once(child, "close");
  const stop = () => {
    child.kill("SIGKILL");
    return ended;
  };
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${target} did not start: ${output}`);
    if (performance.now() - started > 30_000) {
      await stop();
      throw new Error(`${target} takes no connection after 30 seconds: ${output}`);
    }
  }
  return { ms: performance.now() - started, port, pid: child.pid ?? 0, output: () => output, stop };
};

/** Connects instead of sending a GET, which functions-framework takes for an event without content. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => setTimeout(() => resolve(false), 5));
  });

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await once(server.close(), "close");
  return typeof address === "object" && address ? address.port : 0;
};

/** The best of a few tries, because other work on the machine slows a start down. */
export const startMsOf = async (entries: readonly ZipEntry[], target: string, tries = 3): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-start-"));
  unpack(entries, folder);
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const times: number[] = [];
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { ms, stop } = await startPackage(folder, target, {});
    times.push(ms);
    await stop();
  }
  rmSync(folder, { recursive: true });
  return Math.round(Math.min(...times));
};
