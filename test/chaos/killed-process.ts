import { writeSync } from "node:fs";
import { workInHome } from "./work-in-home.ts";

/** The process that is killed, or whose power is cut. It says when the home is open, and which file it must not lose. */
const [path, folder] = process.argv.slice(2);
if (path === undefined || folder === undefined) throw new Error("usage: killed-process.ts <home> <folder>");
await workInHome(path, folder, {
  opened: () => void writeSync(1, "open\n"),
  kept: (object, crc32c) => void writeSync(1, `kept ${object} ${crc32c}\n`),
});
