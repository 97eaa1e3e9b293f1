import { expect, it } from "vitest";
import { loadRules } from "../../../shared/contracts/load-mode.ts";

const files = [
  { fileDate: "2024-01-01", object: "a" },
  { fileDate: "2024-01-02", object: "a" },
  { fileDate: "2024-01-02", object: "b" },
];

it("a daily feed shows all of its files, and a load replaces the dates that changed", () => {
  const daily = loadRules({ loadMode: "daily" });
  expect(daily.inForce(files)).toEqual(files);
  expect(daily.partitions(["2024-01-02"])).toEqual(["2024-01-02"]);
});

it("a snapshot feed shows its newest file, by date and then by name, and a load replaces the table", () => {
  const snapshot = loadRules({ loadMode: "snapshot" });
  expect(snapshot.inForce(files)).toEqual([{ fileDate: "2024-01-02", object: "b" }]);
  expect(snapshot.partitions(["2024-01-01"])).toBe("all");
});

it("a feed of changes shows all of its files, and files of changes stay in force beside the newest snapshot", () => {
  const changes = loadRules({ loadMode: "changes" });
  expect(changes.inForce(files)).toEqual(files);
  expect(changes.partitions(["2024-01-02"])).toEqual(["2024-01-02"]);
  const snapshot = loadRules({ loadMode: "snapshot", changes: { holds: (object) => object === "a" } });
  expect(snapshot.inForce(files)).toEqual([
    { fileDate: "2024-01-02", object: "b" },
    { fileDate: "2024-01-01", object: "a" },
    { fileDate: "2024-01-02", object: "a" },
  ]);
});
