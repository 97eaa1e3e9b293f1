import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";

/** What the standard has no word for is a list of properties. */
export interface Listed {
  customProperties?: { readonly property: string; readonly value: unknown }[];
}

export interface PropertyText extends Listed {
  name: string;
  physicalType: string;
  required?: boolean;
}

/** A contract as its YAML holds it, without defaults: to be changed and written again. */
export interface ContractText extends Listed {
  name: string;
  version: string;
  description?: unknown;
  schema: { properties: PropertyText[] }[];
}

/** A contract of this folder. */
export const builtInContract = (feed: string): ContractText =>
  parse(readFileSync(new URL(`${feed}.yaml`, import.meta.url), "utf8")) as ContractText;

export const contractText = (yaml: string): ContractText => parse(yaml) as ContractText;

export const contractYaml = (contract: object): string => stringify(contract, { lineWidth: 120 });
