import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { say } from "./say.ts";

export interface ServerProcess {
  readonly pid: number;
  /** `kill` ends it at once, as a crash would. */
  stop(how?: "ask" | "kill"): Promise<void>;
}

interface ServerCommand {
  /** What the run's output says: name and version. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

const START_MS = 60_000;
const LAST_WORDS = 4000;
/** A folder that keeps all that the servers print, for whoever looks for a fault. */
const LOGS = process.env["DAYBOOK_SERVER_LOGS"];

/** Kills the server when its own input ends, which it does however the run ends: a run cut short leaves nothing behind. */
const GUARD = `
exec 3<&0
"$@" 3<&- </dev/null & server=$!
{ read -r _; kill -9 "$server"; } <&3 >/dev/null 2>&1 & guard=$!
exec 3<&- </dev/null
trap 'kill "$server"' TERM
wait "$server"; status=$?
while kill -0 "$server" 2>/dev/null; do wait "$server"; status=$?; done
kill "$guard" 2>/dev/null
exit "$status"
`;

/** Starts a server on a loopback port and waits until it takes connections; throws with its last words otherwise. */
export const startServer = async ({
  title,
  command,
  args,
  port,
  env,
}: ServerCommand): Promise<ServerProcess> => {
  const child = spawn("sh", ["-c", GUARD, "guard", command, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let said = "";
  for (const output of [child.stdout, child.stderr])
    output.on("data", (text: Buffer) => {
      said = (said + text).slice(-LAST_WORDS);
      if (LOGS !== undefined) appendFileSync(join(LOGS, `${title.replace(/[^\w.]+/g, "-")}.log`), text);
    });
  const failure = new Promise<Error>((resolve) => child.once("error", resolve));
  const error = await Promise.race([failure, untilListening(child, port)]);
  if (error !== undefined) {
    await stopped(child, "kill");
    throw new Error(`${title} did not start: ${error.message}\n${said}`);
  }
  say(`started ${title} on 127.0.0.1:${port}`);
  return {
    pid: child.pid ?? 0,
    stop: (how = "ask") => stopped(child, how),
  };
};

const untilListening = async (child: ChildProcess, port: number): Promise<Error | undefined> => {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await setTimeout(50)) {
    if (child.exitCode !== null || child.signalCode !== null)
      return new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    if (await accepts(port)) return undefined;
  }
  return new Error(`it took no connection within ${START_MS / 1000} s`);
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

const stopped = async (child: ChildProcess, how: "ask" | "kill"): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  if (how === "ask") child.kill();
  else child.stdin?.end();
  await exit;
};

export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  return address.port;
};
