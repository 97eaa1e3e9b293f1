import { expect } from "vitest";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";

export const text = `apiVersion: v3.1.0
kind: DataContract
id: test.sales
name: sales
version: 1.0.0
status: active
schema:
  - name: sales
    physicalName: raw.sales
    properties:
      - name: sold_on
        physicalType: DATE
        required: true
      - name: price
        physicalType: NUMERIC
        quality:
          - metric: invalidValues
            arguments: { minimum: 0 }
            severity: quarantine
      - name: currency
        physicalType: STRING
        customProperties:
          - { property: aliases, value: [ccy] }
customProperties:
  - { property: paths, value: ["sales/{date}*.csv"] }
  - { property: loadMode, value: daily }
  - { property: businessDate, value: sold_on }
`;

/** What is said about the contract after one change. */
export const faultOf = (from: string, to: string): string => {
  expect(text).toContain(from);
  try {
    parseContract(text.replace(from, to), "sales.yaml");
    return "none";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
