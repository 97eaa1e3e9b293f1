import { expect, it } from "vitest";
import { inZone, loadFeeds } from "../../shared/contracts/load-feeds.ts";

it("in another time zone every file is another reading, and in the usual one nothing changes", () => {
  const feeds = loadFeeds();
  expect(inZone(feeds, "Europe/London")).toBe(feeds);
  const paris = inZone(feeds, "Europe/Paris");
  expect(paris.map(({ name }) => name)).toEqual(feeds.map(({ name }) => name));
  for (const [index, feed] of feeds.entries()) {
    expect(paris[index]?.digest).not.toBe(feed.digest);
    expect(paris[index]?.digest).toHaveLength(feed.digest.length);
  }
});
