import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const here = import.meta.dirname;
const environment = join(here, ".venv");
const python = join(environment, "bin/python");
const requirements = join(here, "requirements.txt");
const installed = join(environment, "installed.txt");

const Answer = z.strictObject({
  kind: z.enum(["rows", "series"]),
  origin: z.string(),
  name: z.string(),
  seconds: z.number(),
  predicted: z.array(z.number().nullable()),
});
export type PeerAnswer = z.infer<typeof Answer>;

/** Installs the peers into a virtual environment, once for each list of versions. */
const install = (): void => {
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  run("python3", ["-m", "venv", environment]);
  run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  writeFileSync(installed, wanted);
};

const run = (command: string, args: readonly string[]): void => {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error || status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed: this bench needs Python 3 with venv and pip`);
};

/** The interpreter with all peers, which the first call installs. */
export const peersPython = (): string => {
  install();
  return python;
};

/** The answers of every peer to the files of a folder. */
export const askPeers = async (folder: string): Promise<readonly PeerAnswer[]> => {
  install();
  const child = spawn(python, [join(here, "peers.py"), folder], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const answers: PeerAnswer[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    answers.push(Answer.parse(JSON.parse(line)));
  const [code] = await ended;
  if (code !== 0) throw new Error(`peers.py ended with ${code}`);
  return answers;
};
