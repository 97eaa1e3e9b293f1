import type { Random } from "../../../shared/learning/random.ts";
import type { Line } from "./basket.ts";
import type { Customer } from "./customers.ts";
import type { Country } from "./geography.ts";
import type { Store } from "./stores.ts";

/** A credit note if its number starts with C. */
export interface Invoice {
  readonly number: string;
  /** 2024-10-06T09:12:00 */
  readonly stamp: string;
  readonly buyer: Buyer;
  readonly store: Store;
  readonly lines: readonly Line[];
}

export interface Buyer {
  /** Undefined for a guest. */
  readonly customer: Customer | undefined;
  readonly country: Country;
}

export const OPENS_MINUTE = 8 * 60;
const OPEN_MINUTES = 11 * 60;

/** Most customers come around the middle of the day. */
export function openMinute(random: Random): number {
  return OPENS_MINUTE + Math.floor(((random.next() + random.next()) / 2) * OPEN_MINUTES);
}

export function stamp(date: string, minute: number): string {
  const hours = String(Math.floor(minute / 60)).padStart(2, "0");
  return `${date}T${hours}:${String(minute % 60).padStart(2, "0")}:00`;
}
