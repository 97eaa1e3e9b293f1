import { beforeEach, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
import { holdsIn } from "../../../shared/work/holds.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let state: ObjectStore;
beforeEach(() => {
  state = memoryStore();
});

const noon = new Date("2024-01-01T12:00:00Z");
const later = new Date("2024-01-02T12:00:00Z");
const file = { feed: "sales", object: "sales/1.csv", generation: "7" };

it("a decision on a held file counts for its generation alone", async () => {
  const holds = holdsIn(state);
  await holds.decide(file, "released", noon);
  expect(await holds.decisionOn(file)).toBe("released");
  expect(await holds.decisionOn({ ...file, generation: "8" })).toBeUndefined();
});

it("the first decision on a held file counts, whoever else decides at the same time", async () => {
  const holds = holdsIn(state);
  expect(await holds.decide(file, "released", noon)).toBe("released");
  expect(await holds.decide(file, "refused", later)).toBe("released");
  expect(await holds.decisionOn(file)).toBe("released");
});
