import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";

it("folds the changes of a company's own feed, with its words, a key of two columns and two sources", async () => {
  const contracts = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
  copyFileSync(new URL("deliveries.yaml", import.meta.url), join(contracts, "deliveries.yaml"));
  const home = await temporaryHome({ DAYBOOK_CONTRACTS: contracts });
  const header = "what,system,log_number,depot,delivery_no,parcels";
  await home.dropText(
    "deliveries/2024-03-02.csv",
    `${header}\ngone,old,30,north,1,\nEdit,old,31,north,2,9\n`,
  );
  await home.settle();
  await home.dropText(
    "deliveries/2024-03-01.jsonl",
    [
      { what: "new", system: "old", log_number: 10, depot: "north", delivery_no: 1, parcels: 3 },
      { what: "new", system: "old", log_number: 11, depot: "north", delivery_no: 2, parcels: 4 },
      { what: "new", system: "old", log_number: 12, depot: "south", delivery_no: 1, parcels: 5 },
      // The system that came after it numbers from the beginning.
      { what: "edit", system: "young", log_number: 1, depot: "south", delivery_no: 1, parcels: 6 },
      { what: "lost", system: "young", log_number: 2, depot: "south", delivery_no: 1, parcels: 7 },
    ]
      .map((row) => JSON.stringify(row))
      .join("\n"),
  );
  await home.settle();
  expect(
    await home.rows(
      "select depot, delivery_no, parcels from raw.deliveries where not _quarantined order by 1, 2",
    ),
  ).toEqual([
    { depot: "north", delivery_no: 2, parcels: 9 },
    { depot: "south", delivery_no: 1, parcels: 6 },
  ]);
  expect(
    await home.rows(
      "select change_key, parcels, is_deleted from clean.deliveries_history where valid_to is null order by change_key",
    ),
  ).toEqual([
    { change_key: "5:north1:1", parcels: null, is_deleted: true },
    { change_key: "5:north1:2", parcels: 9, is_deleted: false },
    { change_key: "5:south1:1", parcels: 6, is_deleted: false },
  ]);
});
