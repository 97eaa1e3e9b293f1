import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../infra/cli/laptop-process.ts";
import { bookkeeping } from "./exports/bookkeeping.ts";
import { encodings } from "./exports/encodings.ts";
import { formats } from "./exports/formats.ts";
import { more } from "./exports/more.ts";
import { tills } from "./exports/tills.ts";
import { webShops } from "./exports/web-shops.ts";
import { readExport } from "./read-export.ts";

/** Beside shops.test.ts, which runs the whole of Daybook: here ends a way at the rows of raw.transactions. */
describe("an export of another program is read without a word from its owner", () => {
  for (const [name, { files, rows, leftOut }] of Object.entries({
    ...webShops,
    ...tills,
    ...bookkeeping,
    ...formats,
    ...more,
    ...encodings,
  }))
    it(name, async () => {
      const read = await readExport(temporaryFolder(), files);
      expect(read.inference.unread).toEqual([]);
      expect(read.rows.toSorted()).toEqual(rows.split("\n").toSorted());
      if (leftOut) expect(read.notes.join("\n")).toMatch(leftOut);
    });
});
