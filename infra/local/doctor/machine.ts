import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { messageOf } from "../../../shared/errors.ts";
import { broken, fine, type HealthCheck, look } from "../../../shared/health-check.ts";
import { megabytes } from "../../../shared/words.ts";

const testedNode = 24;
const littleBytes = 2e9;
const tooLittleBytes = 200e6;

/** Checks this machine and the home. Writes nothing. */
export const examineMachine = async (home: string): Promise<readonly HealthCheck[]> => [
  node(process.versions.node),
  folder(home),
  disk(home),
  await warehouse(home),
];

export const node = (version: string): HealthCheck =>
  Number.parseInt(version, 10) === testedNode
    ? fine("node", version)
    : look(
        "node",
        `${version}; the tests run on ${testedNode}`,
        "run `npm ci`, and start through `npm run daybook`",
      );

const folder = (home: string): HealthCheck => {
  const nearest = nearestFolder(home);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return fine("home", existsSync(home) ? home : `${home} is not there yet, and can be created`);
  } catch (error) {
    return broken(
      "home",
      messageOf(error),
      `make ${nearest} writable for this user, or choose another with --home`,
    );
  }
};

const disk = (home: string): HealthCheck => {
  const { bavail, bsize } = statfsSync(nearestFolder(home));
  const free = bavail * bsize;
  const says = `${megabytes(free)} free`;
  const todo = "make room: a day's file needs about five times its size";
  if (free < tooLittleBytes) return broken("disk", says, todo);
  return free < littleBytes ? look("disk", says, todo) : fine("disk", says);
};

const warehouse = async (home: string): Promise<HealthCheck> => {
  const lock = await describeLock(resolve(home, "warehouse.duckdb"));
  if (lock === "none") return fine("lock", "no other process has the warehouse open");
  if (lock === "missing") return fine("lock", "there is no warehouse yet");
  return look("lock", lock, "if no `npm start` should be running, end the process that the message names");
};

/** Whether another process has the file open: "none", "missing" (no file), or DuckDB's message about the lock. */
const describeLock = async (path: string): Promise<string> => {
  if (!existsSync(path)) return "missing";
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
    instance.closeSync();
    return "none";
  } catch (error) {
    return messageOf(error).split("\n")[0] ?? "";
  }
};

const nearestFolder = (path: string): string => {
  const whole = resolve(path);
  return existsSync(whole) ? whole : nearestFolder(dirname(whole));
};
