import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { z } from "zod";
import { table } from "../infra/cli/terminal/table.ts";

/** Coverage of each room, from the summary that vitest leaves. Commands that tests start as processes do not count. */
const Counted = z.object({ total: z.number(), covered: z.number() });
const summary = z
  .record(z.string(), z.object({ lines: Counted, branches: Counted, functions: Counted }))
  .parse(JSON.parse(readFileSync("coverage/coverage-summary.json", "utf8")));

const roomOf = (file: string): string => {
  const [top = "", room = ""] = relative(".", file).split("/");
  return room.includes(".") ? top : `${top}/${room}`;
};
const rooms = Map.groupBy(
  Object.keys(summary).filter((file) => file !== "total"),
  roomOf,
);

const share = (files: readonly string[], what: "lines" | "branches" | "functions"): string => {
  const counted = files.flatMap((file) => summary[file]?.[what] ?? []);
  const total = counted.reduce((sum, one) => sum + one.total, 0);
  return total === 0 ? "" : ((100 * counted.reduce((sum, one) => sum + one.covered, 0)) / total).toFixed(1);
};
const row = (room: string, files: readonly string[]): string[] => [
  room,
  String(files.length),
  share(files, "lines"),
  share(files, "branches"),
  share(files, "functions"),
];
const heads = ["room", "files", "lines %", "branches %", "functions %"];
const rows = [...rooms].sort().map(([room, files]) => row(room, files));
console.log(
  table(
    heads.map((head, place) => ({ head, right: place > 0 })),
    [...rows, row("all", [...rooms.values()].flat())],
  ),
);
