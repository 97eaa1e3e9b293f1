import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Feed } from "../contracts/feed.ts";
import { messageOf } from "../errors.ts";
import { locatedYaml } from "../located-yaml.ts";
import { remembered } from "../remembered.ts";
import { FaultyFormula } from "./faulty-formula.ts";
import { judgingFaults } from "./judging-faults.ts";
import { type Kpi, KpiFile } from "./kpi.ts";
import { type ParsedKpi, parseKpi, resolveKpi } from "./resolve-formulas.ts";
import { sourcesFor } from "./sources.ts";

const builtIn = fileURLToPath(new URL(".", import.meta.url));

interface Read {
  readonly file: string;
  readonly yaml: ReturnType<typeof locatedYaml>;
  readonly parsed: ParsedKpi;
}

/** Reads every KPI of the folder, in the order of their names. Throws one error that lists all faults with their places. */
export const loadKpis = (folder: string | undefined, feeds: readonly Feed[]): readonly Kpi[] => {
  const from = folder ?? builtIn;
  const files = readdirSync(from)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  const texts = files.map((file) => ({ file, text: readFileSync(join(from, file), "utf8") }));
  if (texts.length === 0) throw new Error(`no KPI (*.yaml) in ${from}`);
  return parseKpis(texts, feeds);
};

export const parseKpis = (
  texts: readonly { readonly file: string; readonly text: string }[],
  feeds: readonly Feed[],
): readonly Kpi[] => {
  const faults: string[] = [];
  /** What cannot be read is noted and left out, so that all faults are found at once. */
  const tolerating = <Value>(read: () => Value): Value[] => {
    try {
      return [read()];
    } catch (error) {
      faults.push(messageOf(error));
      return [];
    }
  };
  const read = texts.flatMap(({ file, text }) => tolerating(() => knownKpi(file, text)));
  const all = new Map(read.map(({ parsed }) => [parsed.file.name, parsed]));
  const sources = sourcesFor(feeds);
  const kpis = read.flatMap((each) =>
    tolerating(() => located(each, () => resolveKpi(each.parsed, all, sources))),
  );
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return kpis;
};

const readKpi = (file: string, text: string): Read => {
  const yaml = locatedYaml(text, file);
  const shape = KpiFile.superRefine(judgingFaults).safeParse(yaml.value);
  if (!shape.success)
    throw new Error(
      shape.error.issues
        .map(({ path, message }) => `${yaml.placeOf(path)}: ${path.join(".") || "document"}: ${message}`)
        .join("\n"),
    );
  const expected = file.replace(/\.yaml$/, "");
  if (shape.data.name !== expected)
    throw new Error(
      `${yaml.placeOf(["name"])}: name: is "${shape.data.name}", and the file is named "${expected}": they must be the same`,
    );
  return located({ file, yaml }, () => ({ file, yaml, parsed: parseKpi(shape.data) }));
};

/** As with contracts: a process that opens homes one after the other reads the same KPIs for each. */
const knownKpi = remembered(readKpi);

/** Adds file, line and column to a fault. */
const located = <Value>({ file, yaml }: Pick<Read, "file" | "yaml">, work: () => Value): Value => {
  try {
    return work();
  } catch (error) {
    const message = messageOf(error);
    if (!(error instanceof FaultyFormula)) throw new Error(`${file}: ${message}`, { cause: error });
    const path = error.key.split(".");
    const place = error.at === undefined ? yaml.placeOf(path) : yaml.placeWithin(path, error.at);
    throw new Error(`${place}: ${error.key}: ${message}`, { cause: error });
  }
};
