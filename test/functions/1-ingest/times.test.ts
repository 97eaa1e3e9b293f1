import { afterAll, describe, it } from "vitest";
import { openStager } from "./stager.ts";
import { expectTable, no } from "./typed-table.ts";

const stager = await openStager();
afterAll(() => stager.close());

describe("case 54: dates and times", () => {
  it("DATE takes ISO dates of the years 0001 to 9999", () => {
    const x = no("not_a_date");
    return expectTable(
      stager,
      { type: "DATE" },
      {
        "2024-02-29": "2024-02-29",
        "2024-10-06T00:00:00": "2024-10-06",
        "2024-10-06 00:00": "2024-10-06",
        "0001-01-01": "0001-01-01",
        "9999-12-31": "9999-12-31",
        "0000-01-01": x,
        "10000-01-01": x,
        "-0001-01-01": x,
        "2024-02-30": x,
        "2023-02-29": x,
        "2024-13-01": x,
        "2024-1-6": x,
        "2024-10-06 10:00": x,
        "31/12/24": x,
        "31/12/2024": x,
        "12/31/2024": x,
        "06.10.2024": x,
        "20241006": x,
        "45571": x,
        yesterday: x,
        "２０２４-10-06": x,
      },
    );
  });

  it("DATE takes the formats that its contract lists, with four digits where it says so", async () => {
    const x = no("not_a_date");
    await expectTable(
      stager,
      { type: "DATE", custom: { formats: ["%d/%m/%Y", "%d %b %Y"] } },
      {
        "31/12/2024": "2024-12-31",
        "1/2/2024": "2024-02-01",
        "6 Oct 2024": "2024-10-06",
        "2024-10-06": "2024-10-06",
        "31/12/24": x,
        "12/31/2024": x,
        "31/12/2024x": x,
        "31/12/20245": x,
        "31/12/0000": x,
        "31/02/2024": x,
        "0/0/2024": x,
        "45571": x,
      },
    );
    await expectTable(
      stager,
      { type: "DATE", custom: { formats: ["%m/%d/%y"] } },
      { "12/31/24": "2024-12-31", "12/31/69": "1969-12-31", "12/31/68": "2068-12-31", "12/31/2024": x },
    );
  });

  const time = no("not_a_time");

  it("DATETIME takes ISO times of a day that exists, to the microsecond, and no leap second", () =>
    expectTable(
      stager,
      { type: "DATETIME" },
      {
        "2024-10-06": "2024-10-06 00:00:00",
        "2024-10-06 09:30": "2024-10-06 09:30:00",
        "2024-10-06T09:30:15.123456": "2024-10-06 09:30:15.123456",
        "0001-01-01T00:00:00": "0001-01-01 00:00:00",
        "9999-12-31T23:59:59.999999": "9999-12-31 23:59:59.999999",
        "0000-12-31T00:00:00": time,
        "2024-10-06T09:30:15.1234567": time,
        "2016-12-31T23:59:60": time,
        "2024-10-06T24:00:00": time,
        "2024-10-06T25:00:00": time,
        "2024-02-30T10:00:00": time,
        "2024-10-06T9:30": time,
        "2024-10-06T10": time,
        "12/31/2024 10:00": time,
        "45571.5": time,
        now: time,
      },
    ));

  it("DATETIME moves a time with an offset to the company's clock", () =>
    expectTable(
      stager,
      { type: "DATETIME" },
      {
        "2024-01-06T10:00:00Z": "2024-01-06 10:00:00",
        "2024-07-06T10:00:00Z": "2024-07-06 11:00:00",
        "2024-07-06T23:30:00Z": "2024-07-07 00:30:00",
        "2024-07-06 10:00:00+02:00": "2024-07-06 09:00:00",
        "2024-07-06T10:00:00-0500": "2024-07-06 16:00:00",
        "2024-07-06T10:00Z": "2024-07-06 11:00:00",
        "2024-07-06T10:00:00+14:00": "2024-07-05 21:00:00",
        "2024-07-06T10:00:00+15:00": time,
        "2024-07-06T10:00:00+99:99": time,
        "2024-07-06T10:00:00 Europe/Paris": time,
        "0001-01-01T00:00:00+14:00": time,
        "9999-12-31T23:59:59-12:00": time,
      },
    ));

  it("DATETIME keeps a time as the clock showed it where the clocks skip or repeat an hour", () =>
    expectTable(
      stager,
      { type: "DATETIME" },
      {
        // London's clocks skip this hour and no till can have shown it; moving it would be a guess.
        "2024-03-31T01:30:00": "2024-03-31 01:30:00",
        // They repeat this one. Both of its instants are at half past one.
        "2024-10-27T01:30:00": "2024-10-27 01:30:00",
        "2024-10-27T00:30:00Z": "2024-10-27 01:30:00",
        "2024-10-27T01:30:00Z": "2024-10-27 01:30:00",
        "2024-10-27T01:30:00+01:00": "2024-10-27 01:30:00",
        "2024-03-31T01:30:00Z": "2024-03-31 02:30:00",
      },
    ));

  it("TIMESTAMP keeps both instants of a repeated hour apart, and maps a time without offset to one of them", () =>
    expectTable(
      stager,
      { type: "TIMESTAMP" },
      {
        "2024-10-27T00:30:00Z": "2024-10-27 00:30:00+00",
        "2024-10-27T01:30:00Z": "2024-10-27 01:30:00+00",
        "2024-10-27T01:30:00+01:00": "2024-10-27 00:30:00+00",
        "2024-10-27T01:30:00": "2024-10-27 01:30:00+00",
        "2024-03-31T01:30:00": "2024-03-31 01:30:00+00",
        "2024-07-06T10:00:00": "2024-07-06 09:00:00+00",
        "0000-12-31T00:00:00Z": time,
        "9999-12-31T23:59:59-12:00": time,
      },
    ));

  it("are typed by a listed format on the company's clock too", async () => {
    const formats = ["%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S"];
    await expectTable(
      stager,
      { type: "DATETIME", custom: { formats } },
      {
        "12/1/2010 8:26": "2010-12-01 08:26:00",
        "31.12.2016 23:59:59": "2016-12-31 23:59:59",
        "31.12.2016 23:59:60": time,
        "12/1/10 8:26": time,
        "13/1/2010 8:26": time,
      },
    );
    await expectTable(
      stager,
      { type: "TIMESTAMP", custom: { formats } },
      { "7/1/2010 8:26": "2010-07-01 07:26:00+00" },
    );
  });
});
