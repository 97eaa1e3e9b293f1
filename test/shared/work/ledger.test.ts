import { beforeEach, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
import {
  FileState,
  hasEnded,
  hashOf,
  isAccepted,
  isEntryOf,
  isRefused,
  isTerminal,
  ledgerIn,
} from "../../../shared/work/ledger.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let state: ObjectStore;
beforeEach(() => {
  state = memoryStore();
});

const noon = new Date("2024-01-01T12:00:00Z");
const file = { feed: "sales", object: "sales/1.csv", generation: "7" };

it("a file's state says whether it is in force, has ended, or needs a person", () => {
  const said = FileState.options.map((one) =>
    [
      one,
      isAccepted(one) && "accepted",
      isTerminal(one) && "terminal",
      hasEnded(one) && "ended",
      isRefused(one) && "refused",
    ]
      .filter(Boolean)
      .join(" "),
  );
  expect(said).toEqual([
    ...["RECEIVED", "STAGED", "ACCEPTED accepted ended", "LOADED accepted ended", "PUBLISHED accepted ended"],
    ...["REJECTED terminal ended refused", "SUPERSEDED terminal ended", "GONE terminal ended"],
    ...["IGNORED terminal ended", "STUCK terminal ended refused", "HELD terminal ended"],
  ]);
});

it("a late ACCEPTED changes nothing, and any other state is taken", async () => {
  const ledger = ledgerIn(state, { now: () => noon, sleep: async () => {} });
  const own = { ...file, fileDate: "2024-01-01" };
  const states = [];
  for (const next of [
    "RECEIVED",
    "ACCEPTED",
    "LOADED",
    "ACCEPTED",
    "PUBLISHED",
    "REJECTED",
    "RECEIVED",
  ] as const)
    states.push((await ledger.advance(own, { state: next, contract: "c1" })).state);
  expect(states).toEqual(["RECEIVED", "ACCEPTED", "LOADED", "LOADED", "PUBLISHED", "REJECTED", "RECEIVED"]);
});

it("the name of a ledger entry tells its file and generation", () => {
  const own = `ledger/v1/sales/${hashOf(file.object)}/7.json`;
  const other = `ledger/v1/sales/${hashOf("sales/2.csv")}/7.json`;
  expect([
    isEntryOf(own, file),
    isEntryOf(own, { ...file, generation: "8" }),
    isEntryOf(other, file),
  ]).toEqual([...[true, false, false]]);
});
