import { parseContract } from "../../../shared/contracts/load-feeds.ts";

/** A feed with SQL of its own beside its contract. */
export const footfall = (businessDate: boolean) =>
  parseContract(
    `apiVersion: v3.1.0
kind: DataContract
id: shop.footfall
name: footfall
version: 1.0.0
status: active
schema:
  - name: footfall
    physicalName: raw.footfall
    properties:
      - { name: day, physicalType: DATE, required: true }
      - { name: visitors, physicalType: INT64, required: true }
customProperties:
  - { property: paths, value: ["footfall/{date}.csv"] }
  - { property: loadMode, value: daily }
${businessDate ? "  - { property: businessDate, value: day }\n" : ""}`,
    "footfall.yaml",
    "delete from clean.footfall where day in unnest(@days)",
  );
