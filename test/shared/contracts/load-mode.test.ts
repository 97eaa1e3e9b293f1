import { expect, it } from "vitest";
import { LoadMode, loadRules } from "../../../shared/contracts/load-mode.ts";

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

it("changes are a known mode that no contract can ask for yet", () => {
  expect(LoadMode.safeParse("changes").error?.issues[0]?.message).toMatch(/^not supported yet: /);
});
