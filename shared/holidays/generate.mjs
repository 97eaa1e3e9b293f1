// Writes public-holidays.json. date-holidays is needed only here, so it is no dependency:
//   npm install --prefix /tmp/holidays date-holidays@3.37.0
//   node shared/holidays/generate.mjs /tmp/holidays
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const Holidays = createRequire(`${process.argv[2]}/package.json`)("date-holidays");

/** The company's place is known by its time zone. England's holidays stand for London. */
const places = {
  "Europe/London": ["GB", "ENG"],
  "Europe/Dublin": ["IE"],
  "Europe/Berlin": ["DE"],
  "Europe/Vienna": ["AT"],
  "Europe/Zurich": ["CH"],
  "Europe/Paris": ["FR"],
  "Europe/Brussels": ["BE"],
  "Europe/Amsterdam": ["NL"],
  "Europe/Madrid": ["ES"],
  "Europe/Rome": ["IT"],
  "Europe/Lisbon": ["PT"],
  "Europe/Stockholm": ["SE"],
  "Europe/Copenhagen": ["DK"],
  "Europe/Oslo": ["NO"],
  "Europe/Helsinki": ["FI"],
  "Europe/Warsaw": ["PL"],
  "America/New_York": ["US"],
  "America/Chicago": ["US"],
  "America/Los_Angeles": ["US"],
  "America/Toronto": ["CA"],
  "Australia/Sydney": ["AU", "NSW"],
};
/** Days that were holidays once, and that the library leaves out. */
const once = {
  "Europe/London": ["2011-04-29", "2012-06-05", "2022-06-03", "2022-09-19", "2023-05-08"],
};
const [firstYear, lastYear] = [2009, 2032];

const daysIn = (zone, place) => {
  const holidays = new Holidays(...place);
  const days = new Set(once[zone]);
  for (let year = firstYear; year <= lastYear; year++)
    for (const { date, type } of holidays.getHolidays(year) ?? [])
      if (type === "public" || type === "bank") days.add(date.slice(0, 10));
  return [...days].sort();
};

const table = Object.fromEntries(Object.entries(places).map(([zone, place]) => [zone, daysIn(zone, place).join(" ")]));
writeFileSync(new URL("public-holidays.json", import.meta.url), `${JSON.stringify(table, null, 2)}\n`);
