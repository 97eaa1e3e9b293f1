import { builtInContract, type ContractText } from "../../../shared/contracts/contract-text.ts";
import { headerKey } from "../../../shared/contracts/header-key.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import type { SampleColumn } from "./assign-columns.ts";
import { type Draft, describeFacts } from "./draft.ts";
import { draftContract } from "./draft-contract.ts";
import { factsOf, type ReadFile } from "./read-files.ts";

const feeds = ["customers", "products", "stores", "fx_rates"] as const;

/** A contract for master data or exchange rates: the feed whose columns these files have most of. */
export const inferBuiltIn = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
): Draft | undefined => {
  if (looksLikeSales(columns)) return undefined;
  const fitting = feeds
    .map((feed) => ({ feed, built: builtInContract(feed) }))
    .map(({ feed, built }) => ({ feed, built, assigned: assign(built, columns) }))
    .filter(({ built, assigned }) => hasRequired(built, assigned) && assigned.size >= 2)
    .toSorted((left, right) => right.assigned.size - left.assigned.size);
  const [best] = fitting;
  if (!best) return undefined;
  const facts = factsOf(files);
  const yaml = draftContract(best.built, best.assigned, facts, new Map());
  parseContract(yaml, `${best.feed}.yaml`);
  return {
    feed: best.feed,
    files: files.map(({ name }) => name),
    yaml,
    currency: undefined,
    decided: [
      ...describeFacts(files, facts),
      ...[...best.assigned].map(([name, { header }]) => `${name} is "${header}"`),
    ],
    unsure: [],
  };
};

/** Master data has no quantities: a file of sales that lacks something must not pass for a catalogue. */
const looksLikeSales = (columns: readonly SampleColumn[]): boolean =>
  columns.some(({ header, numbers }) =>
    meaningsOf(header).some(({ meaning, sureness }) => meaning === "quantity" && sureness > 0.9 && numbers),
  );

const hasRequired = (built: ContractText, assigned: ReadonlyMap<string, SampleColumn>): boolean =>
  (built.schema[0]?.properties ?? []).every(({ name, required }) => !required || assigned.has(name));

/** By the contract's own names first, then by the words that shops use. */
const assign = (built: ContractText, columns: readonly SampleColumn[]): ReadonlyMap<string, SampleColumn> => {
  const assigned = new Map<string, SampleColumn>();
  const isFree = (column: SampleColumn) => ![...assigned.values()].includes(column);
  const properties = built.schema[0]?.properties ?? [];
  for (const { name, customProperties = [] } of properties) {
    const aliases = customProperties.find(({ property }) => property === "aliases")?.value as
      | string[]
      | undefined;
    const keys = [name, ...(aliases ?? [])].map(headerKey);
    const column = columns.find((one) => isFree(one) && keys.includes(headerKey(one.header)));
    if (column) assigned.set(name, column);
  }
  for (const { name } of properties) {
    if (assigned.has(name)) continue;
    const column = columns.find(
      (one) =>
        isFree(one) &&
        meaningsOf(one.header).some(({ meaning, sureness }) => meaning === name && sureness > 0.9),
    );
    if (column) assigned.set(name, column);
  }
  return assigned;
};
