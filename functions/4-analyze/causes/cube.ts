import type { Nano } from "../../../shared/decimal.ts";

/** A value in the period that is explained, and in the windows before it that it is compared with. */
export interface Windows<Value> {
  readonly actual: Value;
  readonly before: readonly Value[];
}

/** All lines with the same member in each dimension. */
export interface Cell {
  /** One member a dimension, in the cube's order. Empty text is nobody's member: such a cell is in no segment of that dimension. */
  readonly members: readonly string[];
  /** What is reported. */
  readonly exact: Windows<Nano>;
  /**
   * What segments are ranked by: the same sums after each line was cut off at a cap. One bulk order would otherwise
   * decide the ranking (measured: the scan finds the cause first in .69 of cases with the cap, in .60 without).
   */
  readonly capped: Windows<number>;
}

/** A KPI's additive measure by every combination of members. */
export interface Cube {
  readonly dimensions: readonly string[];
  readonly cells: readonly Cell[];
  /** The value of a usual line. It is the floor of every estimate of noise: less than one line is no signal. */
  readonly lineValue: number;
}

export interface Member {
  readonly dimension: string;
  readonly value: string;
}

/** The cells that share one member, or one of each of two dimensions. */
export interface Segment {
  readonly where: readonly Member[];
  /** Positions in the cube. */
  readonly cells: readonly number[];
}

/** Every segment of one and two dimensions that is not the whole. Of segments with the same cells the simplest is kept. */
export const listSegments = ({
  dimensions,
  cells,
}: Pick<Cube, "dimensions" | "cells">): readonly Segment[] => {
  const found = new Map<string, { where: Member[]; cells: number[] }>();
  const note = (where: Member[], cell: number) => {
    if (where.some(({ value }) => value === "")) return;
    const key = JSON.stringify(where.map(({ dimension, value }) => [dimension, value]));
    const segment = found.get(key);
    if (segment) segment.cells.push(cell);
    else found.set(key, { where, cells: [cell] });
  };
  for (const [cell, { members }] of cells.entries()) {
    const named = dimensions.map((dimension, index) => ({ dimension, value: members[index] ?? "" }));
    for (const [index, first] of named.entries()) {
      note([first], cell);
      for (const second of named.slice(index + 1)) note([first, second], cell);
    }
  }
  const parts = [...found.values()].filter((segment) => segment.cells.length < cells.length);
  return withoutTwins(parts);
};

const withoutTwins = (segments: readonly Segment[]): readonly Segment[] => {
  const kept = new Map<string, Segment>();
  const simplestFirst = segments.toSorted((left, right) => left.where.length - right.where.length);
  for (const segment of simplestFirst) {
    const rows = segment.cells.join();
    if (!kept.has(rows)) kept.set(rows, segment);
  }
  return [...kept.values()];
};

export const segmentName = ({ where }: Pick<Segment, "where">): string =>
  where.map(({ dimension, value }) => `${dimension}=${value}`).join(" & ");
