import { contractText, contractYaml, type Listed } from "../../../shared/contracts/contract-text.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Draft } from "./draft.ts";

/** Lists of which a contract may have more than one draft's: what one file lacks does it no harm. */
const joined: readonly string[] = ["aliases", "formats", "paths", "timeColumn"];

/** One contract that reads the files of both drafts; undefined if they are written in ways that exclude each other. */
export const mergeDrafts = (first: Draft, second: Draft): Draft | undefined => {
  const [contract, other] = [contractText(first.yaml), contractText(second.yaml)];
  if (!mergeListed(contract, other)) return undefined;
  const properties = contract.schema[0]?.properties ?? [];
  for (const added of other.schema[0]?.properties ?? []) {
    const known = properties.find(({ name }) => name === added.name);
    if (known ? !mergeListed(known, added) : properties.push(added) < 1) return undefined;
  }
  const yaml = contractYaml(contract);
  if (faultIn(yaml, first.feed) !== undefined) return undefined;
  return {
    ...first,
    files: [...first.files, ...second.files],
    yaml,
    decided: [...first.decided, `${second.files.length} more with other columns:`, ...second.decided],
    unsure: [...new Set([...first.unsure, ...second.unsure])],
  };
};

/** False if a setting that only one value can have differs. */
const mergeListed = (into: Listed, from: Listed): boolean => {
  const values = settingsOf(into);
  const others = settingsOf(from);
  for (const name of new Set([...values.keys(), ...others.keys()])) {
    const merged = mergeSetting(name, values.get(name), others.get(name));
    if (merged === differs) return false;
    values.set(name, merged);
  }
  into.customProperties = [...values].map(([property, value]) => ({ property, value }));
  return true;
};

const settingsOf = ({ customProperties = [] }: Listed): Map<string, unknown> =>
  new Map(customProperties.map(({ property, value }) => [property, value]));

const differs = Symbol("differs");
/** Settings whose absence says something, too. */
const changesReading: readonly string[] = ["numberFormat", "encoding", "dividedBy", "negativeFlips"];

const mergeSetting = (name: string, one: unknown, other: unknown): unknown => {
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (joined.includes(name)) return [...new Set([...listOf(one), ...listOf(other)])];
  if (name === "skipRows") return mergeSkipped(one, other);
  if (changesReading.includes(name) || (one !== undefined && other !== undefined)) return differs;
  return one ?? other;
};

/** The words of totals do no harm to files without totals; another number of lines above the header does. */
const mergeSkipped = (one: unknown, other: unknown): unknown => {
  const [left, right] = [one, other].map((value) => (value ?? {}) as { first?: number; where?: string[] });
  if ((left?.first ?? 0) !== (right?.first ?? 0)) return differs;
  return { ...left, where: [...new Set([...(left?.where ?? []), ...(right?.where ?? [])])] };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const faultIn = (yaml: string, feed: string): string | undefined => {
  try {
    parseContract(yaml, `${feed}.yaml`);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};
