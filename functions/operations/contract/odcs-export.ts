import { contractText, contractYaml } from "../../../shared/contracts/contract-text.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { checkToOdcs, type Part } from "./odcs-checks.ts";
import { logicalType } from "./odcs-types.ts";

/** A contract of Daybook as a whole document of the Open Data Contract Standard 3.1, as datacontract-cli reads it. */
export const exportContract = (yaml: string, file: string): string => {
  parseContract(yaml, file);
  const contract = contractText(yaml) as unknown as Part;
  return contractYaml({ ...contract, schema: partsOf(contract["schema"]).map(tableToOdcs) });
};

const tableToOdcs = ({ properties, quality, ...table }: Part): Part => ({
  ...table,
  logicalType: "object",
  physicalType: "table",
  properties: partsOf(properties).map(columnToOdcs),
  ...checksOf(quality),
});

const columnToOdcs = ({ quality, ...column }: Part): Part => ({
  ...column,
  logicalType: logicalType(String(column["physicalType"])),
  ...checksOf(quality),
});

const checksOf = (quality: unknown): Part => {
  const checks = partsOf(quality);
  return checks.length === 0 ? {} : { quality: checks.map(checkToOdcs) };
};

export const partsOf = (list: unknown): readonly Part[] => (Array.isArray(list) ? (list as Part[]) : []);
