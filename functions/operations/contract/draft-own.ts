import { contractYaml } from "../../../shared/contracts/contract-text.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import type { SampleColumn } from "./assign-columns.ts";
import { type Draft, describeFacts } from "./draft.ts";
import { fileSettings, formatsOf } from "./draft-contract.ts";
import { factsOf, type ReadFile } from "./read-files.ts";

/** A contract of its own for files that are no built-in feed: a column for each header, typed by what its cells hold. */
export const draftOwn = (
  name: string,
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
): Draft => {
  const facts = factsOf(files);
  const names = uniqueNames(columns.map(({ header }) => header));
  const properties = columns.map((column, index) =>
    propertyOf(names[index] ?? `column_${index + 1}`, column),
  );
  const date = properties.find(({ physicalType, required }) => physicalType.startsWith("DATE") && required);
  const custom = { loadMode: "daily", ...(date ? { businessDate: date.name } : {}), ...fileSettings(facts) };
  const yaml = contractYaml({
    ...{ apiVersion: "v3.1.0", kind: "DataContract", id: `daybook.${name}`, status: "draft" },
    name,
    version: "1.0.0",
    description: {
      purpose: `Drafted from ${files.length} file${files.length === 1 ? "" : "s"}: say here what a row is.`,
    },
    schema: [{ ...{ name, physicalName: `raw.${name}` }, properties }],
    customProperties: Object.entries(custom).map(([property, value]) => ({ property, value })),
  });
  parseContract(yaml, `${name}.yaml`);
  const personal = properties.filter((one) => "classification" in one).map((one) => one.name);
  return {
    feed: name,
    files: files.map((file) => file.name),
    yaml,
    currency: undefined,
    decided: [
      ...describeFacts(files, facts),
      ...properties.map(
        (one, index) =>
          `${one.name} (${one.physicalType}${one.required ? ", required" : ""}) is "${columns[index]?.header}"`,
      ),
      ...keyCandidates(columns).map((header) => `"${header}" differs in every row: it may be a key`),
      ...(personal.length > 0 ? [`personal data, which reports mask: ${personal.join(", ")}`] : []),
    ],
    unsure: columns
      .filter(({ dates }) => dates?.isAmbiguous)
      .map(({ header }) => `"${header}" may be day first or month first: say which with --dates`),
  };
};

const propertyOf = (name: string, column: SampleColumn) => {
  const physicalType = typeOf(column);
  const formats = {
    ...formatsOf({ physicalType }, column),
    ...(name === column.header ? {} : { aliases: [column.header] }),
  };
  return {
    name,
    physicalType,
    required: column.empty === 0 && column.texts.length > 0,
    ...(isPersonal(column) ? { classification: "pii" } : {}),
    customProperties: Object.entries(formats).map(([property, value]) => ({ property, value })),
  };
};

/** A number with leading zeros is an id. */
const typeOf = ({ texts, numbers, dates }: SampleColumn): string => {
  if (dates && !dates.isCounted && texts.some((text) => /\D/.test(text)))
    return texts.some((text) => text.includes(":")) ? "DATETIME" : "DATE";
  if (!numbers || texts.some((text) => /^0\d/.test(text))) return "STRING";
  return texts.every((text) => /^[-+]?\d{1,18}$/.test(text)) ? "INT64" : "NUMERIC";
};

const isPersonal = ({ header, texts }: SampleColumn): boolean =>
  /mail|phone|telefon|téléphone|teléfono|address|adresse|dirección|birth|geburt|naissance|nacimiento|iban|(first|last|full|customer|kunden).?name|vorname|nachname|prénom|apellido|contact/i.test(
    header,
  ) ||
  texts.slice(0, 200).filter((text) => /^[^@\s]+@[^@\s]+\.\w+$/.test(text)).length >
    Math.min(200, texts.length) / 2;

const keyCandidates = (columns: readonly SampleColumn[]): readonly string[] =>
  columns
    .filter(({ texts, empty }) => texts.length > 10 && empty === 0 && new Set(texts).size === texts.length)
    .map(({ header }) => header);

/** Plain identifiers, each once, in the words of the header. */
const uniqueNames = (headers: readonly string[]): readonly string[] => {
  const used = new Set<string>();
  return headers.map((header, index) => {
    const plain = header
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .replaceAll(/[^a-z\d]+/g, "_")
      .replaceAll(/^_+|_+$/g, "");
    const named = /^[a-z]/.test(plain) && plain !== "business_date" ? plain : `column_${plain || index + 1}`;
    const name = used.has(named) ? `${named}_${index + 1}` : named;
    used.add(name);
    return name.slice(0, 120);
  });
};
