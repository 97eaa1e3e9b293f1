import { spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { freePort, startServer } from "./server-process.ts";

const program = async (script: string) => ({
  title: "a server",
  command: process.execPath,
  args: ["--eval", script],
  port: await freePort(),
});

test("fails with the last words of a server that ends instead of starting", async () => {
  const ending = await program('console.error("the port is taken"); process.exit(3)');
  await expect(startServer(ending)).rejects.toThrow(
    /a server did not start: it ended with 3\n.*the port is taken/s,
  );
});

test("fails where there is no such program", async () => {
  const absent = { ...(await program("")), command: "no-such-program" };
  await expect(startServer(absent)).rejects.toThrow(/a server did not start: it ended with 127/);
});

test("can be killed and started again on its port", async () => {
  const port = await freePort();
  const listening = {
    ...(await program(`require("node:net").createServer().listen(${port}, "127.0.0.1")`)),
    port,
  };

  const first = await startServer(listening);
  await first.stop("kill");
  const second = await startServer(listening);
  await second.stop();

  expect(second.pid).not.toBe(first.pid);
});

test("leaves no server behind when the run is killed", async () => {
  const port = await freePort();
  const listening = {
    ...(await program(`require("node:net").createServer().listen(${port}, "127.0.0.1")`)),
    port,
  };
  const start = `import(${JSON.stringify(join(import.meta.dirname, "server-process.ts"))})
    .then(({ startServer }) => startServer(${JSON.stringify(listening)}))`;
  const run = spawn(process.execPath, ["--eval", start], { stdio: ["ignore", "pipe", "inherit"] });
  await once(run.stdout, "data");
  expect(await isOpen(port)).toBe(true);

  run.kill("SIGKILL");

  while (await isOpen(port)) await setTimeout(20);
});

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("error", () => resolve(false));
    socket.once("connect", () => resolve(true)).once("connect", () => socket.destroy());
  });
