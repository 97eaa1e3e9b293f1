import type { ContractDocument } from "./contract-document.ts";
import { type ContractFault, thrownFault } from "./contract-fault.ts";
import { pathPattern } from "./path-pattern.ts";

const sortable: readonly string[] = ["STRING", "INT64", "NUMERIC", "DATE", "DATETIME", "TIMESTAMP"];

/** What the setting `changes` allows but the feed's columns and load mode do not. */
export const changesFaults = ({ schema, customProperties }: ContractDocument): ContractFault[] => {
  const { loadMode, changes } = customProperties;
  const fault = (path: readonly (string | number)[], message: string): ContractFault => ({
    path: ["customProperties", ...path],
    message,
  });
  if (!changes)
    return loadMode === "changes"
      ? [fault(["loadMode"], 'needs the setting "changes": it names the key, the operation and the position')]
      : [];
  const columns = new Map(schema[0]?.properties.map((one) => [one.name, one]));
  const { key, previousKey = [], operation, position, changedAt, paths } = changes;
  const typed = (path: readonly (string | number)[], name: string, types: readonly string[]) => {
    const type = columns.get(name)?.physicalType;
    return type !== undefined && types.includes(type)
      ? []
      : [fault(["changes", ...path], `"${name}" is no column of the feed of type ${types.join(", ")}`)];
  };
  return [
    ...key.flatMap((name, index) => typed(["key", index], name, sortable)),
    ...previousKey.flatMap((name, index) => typed(["previousKey", index], name, sortable)),
    ...typed(["operation"], operation, ["STRING"]),
    ...position.flatMap((name, index) => typed(["position", index], name, sortable)),
    ...(changedAt === undefined ? [] : typed(["changedAt"], changedAt, ["TIMESTAMP"])),
    ...(previousKey.length > 0 && previousKey.length !== key.length
      ? [fault(["changes", "previousKey"], `has ${previousKey.length} columns, the key has ${key.length}`)]
      : []),
    ...pathFaults(loadMode, paths).map(({ path, message }) => fault(["changes", "paths", ...path], message)),
  ];
};

const pathFaults = (loadMode: string, paths: readonly string[] | undefined): ContractFault[] => {
  if (loadMode !== "changes" && paths === undefined)
    return [
      { path: [], message: `is needed beside load mode ${loadMode}: it tells files of changes from others` },
    ];
  if (loadMode === "changes" && paths !== undefined)
    return [{ path: [], message: "is not for load mode changes: there, all files are of changes" }];
  return (paths ?? []).flatMap((template, index) => thrownFault([index], () => pathPattern(template)));
};
