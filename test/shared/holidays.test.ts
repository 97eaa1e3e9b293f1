import { expect, it } from "vitest";
import { dayOf } from "../../shared/dates.ts";
import { isHoliday } from "../../shared/holidays/holidays.ts";

it.each([
  ["the royal wedding of 2011", "2011-04-29", true],
  ["Easter Monday", "2011-04-25", true],
  ["the day that stands in for a Christmas on a Sunday", "2011-12-27", true],
  ["an ordinary Thursday", "2011-11-10", false],
])("%s, in London: %s is a holiday: %s", (_, day, holiday) => {
  expect(isHoliday(dayOf(day), "Europe/London")).toBe(holiday);
});

it("nothing is known of a place that the table does not name", () => {
  expect(isHoliday(dayOf("2024-12-25"), "Asia/Tokyo")).toBe(false);
});
