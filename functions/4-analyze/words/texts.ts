import type { FaultKind } from "../../../shared/insights/explanation.ts";
import type { Bound, Text } from "./say.ts";

/** Up is "rise" or "above"; down is "fall" or "below". */
export type Way = "up" | "down" | "level";

export interface Change {
  /** As the KPI's YAML labels it: it may be a plural, so no verb follows it. */
  readonly kpi: Text;
  readonly period: Text;
  readonly actual: Bound;
  readonly expected: Bound;
  readonly way: Way;
  /** Absent where the expected value is zero. */
  readonly percent: Bound | undefined;
}

/** Whom or what a driver is about: "country Germany". */
export interface DriverWords {
  readonly name: Text;
  readonly contribution: Bound;
  readonly change: Bound;
  readonly way: Way;
  /** It is more than the whole change: other parts took some of it back. */
  readonly exceeds: boolean;
  readonly actual: Bound | undefined;
  readonly expected: Bound | undefined;
}

/**
 * Every text of a story. A language has all of them or does not compile. No text says more than that something explains a
 * change or coincides with it: the data shows where a change is, not why people did what they did.
 */
export interface Texts {
  readonly period: Readonly<Record<"daily" | "weekly" | "monthly", (first: Bound) => Text>>;
  readonly headline: {
    readonly moved: (change: Change) => Text;
    readonly asExpected: (change: Change) => Text;
    readonly withoutValue: (kpi: Text, period: Text) => Text;
    readonly withoutExpectation: (kpi: Text, period: Text, actual: Bound) => Text;
    readonly closed: (kpi: Text, period: Text) => Text;
    readonly cause: Readonly<
      Record<
        | "single"
        | "mostly"
        | "partly"
        | "standsOut"
        | "spread"
        | "not_in_data"
        | "not_divisible"
        | "data_fault",
        (name: Text | undefined) => Text
      >
    >;
  };
  readonly movement: (change: Change) => Text;
  readonly range: (low: Bound, high: Bound, confidence: Bound) => Text;
  /** A change that has lasted since an earlier period. */
  readonly lasting: Readonly<Record<"shift" | "trend", (since: Bound, confidence: Bound) => Text>>;
  readonly noHistory: () => Text;
  readonly closed: () => Text;
  readonly unfinished: () => Text;
  readonly single: (driver: DriverWords) => Text;
  readonly segment: (driver: DriverWords) => Text;
  readonly alsoSegment: (driver: DriverWords) => Text;
  readonly countedSegment: (name: Text, actual: Bound, expected: Bound) => Text;
  /** After the counted segments: they have no contributions. */
  readonly doNotAddUp: () => Text;
  readonly market: (contribution: Bound, change: Bound) => Text;
  /** A market that is most of the change. */
  readonly spreadMarket: (contribution: Bound, change: Bound) => Text;
  /** The market moved against the change. */
  readonly againstMarket: (contribution: Bound) => Text;
  readonly mix: (driver: DriverWords) => Text;
  readonly rate: (driver: DriverWords) => Text;
  readonly factor: (name: string, driver: DriverWords) => Text;
  readonly rest: (contribution: Bound) => Text;
  readonly notInData: () => Text;
  readonly notDivisible: () => Text;
  readonly spread: () => Text;
  readonly ruledOut: () => Text;
  readonly faults: Readonly<Record<FaultKind, (actual: Bound, usual: Bound, about: Bound) => Text>>;
  readonly blocked: () => Text;
  readonly offset: (offset: OffsetWords) => Text;
  readonly nextStep: Readonly<
    Record<
      | "single"
      | "segments"
      | "spread"
      | "not_in_data"
      | "not_divisible"
      | "data_fault"
      | "no_history"
      | "closed"
      | "none",
      (name: Text | undefined) => Text
    >
  >;
  /** A member of a dimension: "Germany", "guests". */
  readonly member: (dimension: string, value: Bound) => Text;
  /** "order A of customer B for product C", with what is known. */
  readonly singleName: (names: Readonly<Partial<Record<"order" | "customer" | "product", Bound>>>) => Text;
  readonly effects: Readonly<Record<"mix" | "rate", string>>;
  readonly factors: Readonly<Record<FactorName, string>>;
}

export const factorNames = [
  "customers",
  "orders_per_customer",
  "items_per_order",
  "price_per_item",
  "guests",
  "returns",
] as const;
export type FactorName = (typeof factorNames)[number];

export interface OffsetWords {
  readonly order: Bound;
  readonly cancellation: Bound;
  /** Absent for a guest. */
  readonly customer: Bound | undefined;
  readonly product: Bound;
  readonly quantity: Bound;
  readonly amount: Bound;
}
