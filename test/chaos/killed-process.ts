import { writeSync } from "node:fs";
import { checksumOfFile } from "../../infra/checksum.ts";
import { filesBelow } from "../../infra/cli/files-below.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";

/** The process that is killed: puts the files that are not in the bucket yet into it, and works until nothing waits. */
const main = async (path: string, folder: string): Promise<void> => {
  // Whoever was killed while it worked holds its lease on: the next does not wait long for it.
  const options = { leaseMs: 300, coalesce: { quietMs: 0, maxMs: 0 } };
  const home = await openHome(readEnv({ DAYBOOK_HOME: path }), silentLog, options);
  writeSync(1, "open\n");
  for (const { name, path } of filesBelow(folder)) {
    const object = name.replace(/^\d+\//, "");
    const { crc32c } = await checksumOfFile(path);
    const held = await home.platform.landing.generations(object);
    if (!held.some((generation) => generation.crc32c === crc32c)) await home.drop(object, path);
  }
  await home.recover();
  await home.settle();
  await home.close();
};

const [path, folder] = process.argv.slice(2);
if (path === undefined || folder === undefined) throw new Error("usage: killed-process.ts <home> <folder>");
await main(path, folder);
