import type { FitRequest } from "../../../functions/operations/fit/fit-table.ts";
import { WrongUsage } from "../entry-point.ts";

export interface FitOptions {
  readonly target: string;
  readonly time?: string;
  readonly entity?: string;
  readonly group?: string;
  readonly split?: string;
  readonly testFraction: string;
  readonly knownAfter: string;
  readonly classify?: boolean;
  readonly amount?: boolean;
  readonly out?: string;
  readonly save?: string;
}

const ways = ["time", "random", "group"] as const;

/** Throws WrongUsage where options make no sense, alone or together. */
export const fitRequest = (options: FitOptions): FitRequest => {
  const { target, time, entity, group, classify = false, amount = false } = options;
  const [share, days] = [Number(options.testFraction), Number(options.knownAfter)];
  if (!(share >= 0.05 && share <= 0.5))
    throw new WrongUsage(`--test-fraction ${options.testFraction}: it must lie between 0.05 and 0.5`);
  if (!(Number.isInteger(days) && days >= 1 && days <= 3660))
    throw new WrongUsage(`--known-after ${options.knownAfter}: it must be a whole number of days from 1`);
  if (classify && amount) throw new WrongUsage("--classify and --amount exclude each other");
  const split = ways.find((way) => way === options.split);
  if (options.split !== undefined && split === undefined)
    throw new WrongUsage(`--split ${options.split}: it is one of ${ways.join(", ")}`);
  return {
    target,
    ...(time !== undefined && { time }),
    ...(entity !== undefined && { entity }),
    ...(group !== undefined && { group }),
    ...(split && { split }),
    classify,
    amount,
    testFraction: share,
    knownAfter: days,
  };
};
