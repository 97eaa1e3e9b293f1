import type { Language } from "../language.ts";
import type { Cadence, Point } from "./series.ts";

export interface Segment {
  readonly name: string;
  readonly value: number | null;
  /** Of the whole, where segments add up; null elsewhere. */
  readonly share: number | null;
  readonly before: number | null;
}

/** A figure as the pages show it, wherever it was computed. */
export interface Metric {
  readonly name: string;
  label(language: Language): string;
  description(language: Language): string;
  readonly owner: string | null;
  readonly unit: "money" | "count" | "ratio" | "share";
  readonly goodIs: "up" | "down" | "neither";
  readonly formula: string;
  readonly cadences: readonly Cadence[];
  points(cadence: Cadence): readonly Point[];
  /** The names of the dimensions that it is broken down by. */
  readonly dimensions: readonly string[];
  /** The segments of the newest complete period against the one before it. */
  segments(dimension: string, cadence: Cadence): readonly Segment[];
}
