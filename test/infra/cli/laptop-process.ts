import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { CommandHost } from "./command-host.ts";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = join(import.meta.dirname, "../../..");

type Variables = Readonly<Record<string, string>>;

const environment = (variables: Variables): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("DAYBOOK_"))),
  ...variables,
});

const launch = (args: readonly string[], variables: Variables = {}): ChildProcess =>
  spawn(process.execPath, ["infra/cli/daybook.mjs", ...args], {
    cwd: root,
    env: environment(variables),
    stdio: ["ignore", "pipe", "pipe"],
  });

const finish = async (child: ChildProcess): Promise<Finished> => {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data) => {
    stdout += String(data);
  });
  child.stderr?.on("data", (data) => {
    stderr += String(data);
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
};

/** Runs the `daybook` command in another process, which the tests of a file share. */
export const daybook = (...args: readonly string[]): Promise<Finished> => host.run(args);

/** Runs it as a user does: a process of its own. */
export const daybookAlone = (...args: readonly string[]): Promise<Finished> => finish(launch(args));

/** The same in an environment with these variables. */
export const daybookWith = (variables: Variables, ...args: readonly string[]): Promise<Finished> =>
  finish(launch(args, variables));

export const daybookJson = async (...args: readonly string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await daybook("--json", ...args);
  if (code !== 0) throw new Error(`daybook ${args.join(" ")}: exit code ${code}: ${stderr}`);
  return JSON.parse(stdout);
};

export const startOnce = (home: string): Promise<Finished> =>
  finish(launch(["start", "--once", "--home", home]));

export interface Server {
  readonly url: string;
  readonly said: () => string;
  /** Ends it as Ctrl+C does. Answers its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Starts the process without waiting for it to be ready. */
export const launchServer = (home: string): { child: ChildProcess; said: () => string } => {
  const child = launch(["start", "--home", home, "--port", "0"]);
  children.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data) => {
      text += String(data);
    });
  return { child, said: () => text };
};

export const startServer = async (home: string): Promise<Server> => {
  const { child, said } = launchServer(home);
  const url = await eventually(async () => /http:\/\/127\.0\.0\.1:\d+/.exec(said())?.[0]);
  const end = async (signal: NodeJS.Signals) => {
    const closed = once(child, "exit");
    child.kill(signal);
    const [code] = await closed;
    children.delete(child);
    return code;
  };
  return { url, said, stop: () => end("SIGINT"), kill: async () => void (await end("SIGKILL")) };
};

/** Asks until there is an answer. */
export const eventually = async <Value>(ask: () => Promise<Value | undefined | false>): Promise<Value> => {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline; ) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it did not happen within 40 seconds");
};

const host = new CommandHost(environment({}));
const children = new Set<ChildProcess>();
const folders: string[] = [];

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-laptop-"));
  folders.push(folder);
  return folder;
};

export const put = (folder: string, name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

afterAll(() => {
  host.stop();
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
