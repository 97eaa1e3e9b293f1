import type { TableColumn } from "../ports.ts";
import type { Feed } from "./feed.ts";

/** The columns that a feed's tables have because of its contract. */
export const contractColumns = (feed: Feed): readonly TableColumn[] => [
  ...feed.columns.map(({ name, type }) => ({ name, type })),
  ...(feed.businessDate === undefined ? [] : [{ name: "business_date", type: "DATE" as const }]),
];

/** A column as GoogleSQL defines it. */
export const definition = ({ name, type }: TableColumn): string => `${name} ${type.toLowerCase()}`;
