import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
import { publishCompany } from "../../bench/pages-company.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { type AskedPages, pagesOf } from "./asked-pages.ts";
import { tableIn } from "./shown-chart.ts";

/** As many shards as the pages hold, and more. */
const count = 45_000;
const customerId = (place: number): string => `C${String(place).padStart(7, "0")}`;

let home: OpenedHome;
let pages: AskedPages;
let read: string[] = [];
beforeAll(async () => {
  home = await openTemporaryHome();
  await publishCompany(home.platform.serving, count);
  const { serving } = home.platform;
  const counted: ObjectStore = {
    stat: (...given) => serving.stat(...given),
    list: (...given) => serving.list(...given),
    upload: (...given) => serving.upload(...given),
    remove: (...given) => serving.remove(...given),
    write: (...given) => serving.write(...given),
    read(name, ...rest) {
      read.push(name);
      return serving.read(name, ...rest);
    },
  };
  pages = pagesOf({ platform: { ...home.platform, serving: counted } });
  await pages.get("/customers");
}, 300_000);
afterAll(() => home?.discard());

/** The ids that a page lists, and the shards that it read for them. */
const searched = async (query: string) => {
  read = [];
  const { status, text } = await pages.get(`/customers?${query}`);
  return { status, ids: tableIn(text, "Customers").map(([id]) => id), read };
};

describe("a search among very many customers", () => {
  it("reads two shards at most, whatever it looks for, and lists the first that fit", async () => {
    for (const place of [0, 1, 4711, 29_950, count - 51, count - 1]) {
      const { ids, read: shards } = await searched(`q=${customerId(place)}`);
      expect(ids, customerId(place)).toEqual([customerId(place)]);
      expect(shards.length, customerId(place)).toBeLessThanOrEqual(2);
    }
    const some = await searched("q=C0012");
    expect(some.ids).toEqual(Array.from({ length: 50 }, (_, place) => customerId(12_000 + place)));
    expect(some.read.length).toBeLessThanOrEqual(2);
    const none = await searched("q=C9");
    expect([none.status, none.ids, none.read.length]).toEqual([200, [], expect.any(Number)]);
    expect(none.read.length).toBeLessThanOrEqual(2);
  });

  it("goes on where the page before ended, to the last customer", async () => {
    const from = count - 120;
    const first = await searched(`order=id&from=${customerId(from)}`);
    expect(first.ids).toEqual(Array.from({ length: 50 }, (_, place) => customerId(from + place)));
    const last = await searched(`order=id&from=${customerId(count - 20)}`);
    expect(last.ids).toHaveLength(20);
  });

  it("holds no more shards than it may: the one that was used longest ago is read again", async () => {
    await searched(`q=${customerId(0)}`);
    expect((await searched(`q=${customerId(0)}&n=1`)).read).toEqual([]);
    const others = new Set<string>();
    for (let place = 500; place < count; place += 400)
      for (const name of (await searched(`q=${customerId(place)}`)).read) others.add(name);
    expect(others.size).toBeGreaterThan(64);
    expect((await searched(`q=${customerId(0)}&n=2`)).read.length).toBeGreaterThan(0);
  });
});
