import type { BlockSchema, NestedBlock, TypeSpec } from "./schema.ts";

/** One generated class: its body says which attributes can be unset, and which only the provider gives. */
interface Generated {
  readonly attributesOf: ReadonlyMap<string, Attributes>;
  readonly classes: ReadonlyMap<string, { readonly base: string; readonly body: string }>;
}

type Attributes = Readonly<
  Record<
    string,
    { readonly value: string; readonly isBlock: boolean; readonly kind: string; readonly storage: string }
  >
>;

/** Reads the schema of a type back from the JavaScript that was generated from it. */
export const bindingOf = (source: string): BlockSchema => {
  const attributesOf = new Map(
    [...source.matchAll(/\nfunction (\w+)ToHclTerraform\(struct\) \{([\s\S]*?)\n\}\n/g)].map(
      ([, name = "", body = ""]) => [name, attributesIn(body)],
    ),
  );
  const classes = new Map(
    [...source.matchAll(/\nclass (\w+) extends cdktf\.(\w+) \{([\s\S]*?)\n\}\n/g)].map(
      ([, name = "", base = "", body = ""]) => [name, { base, body }],
    ),
  );
  const main = [...classes.values()].find(({ base }) =>
    /^Terraform(Resource|DataSource|Provider)$/.test(base),
  );
  if (!main) throw new Error("the binding holds no resource, data source or provider");
  const own = /synthesizeHclAttributes\(\) \{([\s\S]*?)\n {4}\}\n/.exec(`${main.body}\n`)?.[1] ?? "";
  return blockOf({ attributesOf, classes }, attributesIn(own), main.body);
};

const attributesIn = (body: string): Attributes =>
  Object.fromEntries(
    [
      ...body.matchAll(
        /\n {8,12}([a-z0-9_]+): \{\n\s+value: ([^\n]+),\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "([^"]+)",/g,
      ),
    ].map(([, name = "", value = "", isBlock, kind = "", storage = ""]) => [
      name,
      { value, isBlock: isBlock === "true", kind, storage },
    ]),
  );

const blockOf = (generated: Generated, attributes: Attributes, body: string): BlockSchema => {
  const canBeUnset = new Set(
    [...body.matchAll(/\breset(\w+)\(\) \{/g)].map(([, name = ""]) =>
      name.toLowerCase().replace(/attribute$/, ""),
    ),
  );
  const given: Record<string, { type: TypeSpec; required?: true }> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const [name, { value, kind, storage }] of Object.entries(attributes)) {
    const required = canBeUnset.has(name.replaceAll("_", "").toLowerCase())
      ? {}
      : { required: true as const };
    const inner = [...value.matchAll(/(\w+)ToHclTerraform\b/g)].find(([, of = ""]) =>
      generated.attributesOf.has(of),
    )?.[1];
    if (inner === undefined) given[name] = { type: typeOf(kind, storage), ...required };
    else blocks[name] = { ...nestingOf(name, kind, value), ...required, ...innerBlock(generated, inner) };
  }
  const computed = computedIn(generated, body);
  for (const name of [...Object.keys(given), ...Object.keys(blocks)]) delete computed[name];
  return { attributes: given, blocks, computed };
};

const nestingOf = (name: string, kind: string, value: string): Pick<NestedBlock, "nesting" | "max"> => {
  if (name === "timeouts") return { nesting: "single" };
  const many = value.includes("listMapperHcl") ? {} : { max: 1 };
  return { nesting: kind === "set" ? "set" : "list", ...many };
};

const innerBlock = (generated: Generated, name: string): BlockSchema =>
  blockOf(
    generated,
    generated.attributesOf.get(name) ?? {},
    generated.classes.get(`${name.charAt(0).toUpperCase()}${name.slice(1)}OutputReference`)?.body ?? "",
  );

const typeOf = (kind: string, storage: string): TypeSpec => {
  const scalar = storage.startsWith("number") ? "number" : storage.startsWith("boolean") ? "bool" : "string";
  return kind === "simple" ? scalar : [kind, scalar];
};

const computedIn = (
  generated: Generated,
  body: string,
  seen: readonly string[] = [],
): Record<string, TypeSpec> => {
  const found: Record<string, TypeSpec> = {};
  const getters =
    /\/\/ (\w+) - computed: true, optional: false, required: false\n([\s\S]{0,400}?)\n {4}\}?\n/g;
  for (const [, name = "", code = ""] of body.matchAll(getters)) {
    const type = computedType(generated, code, seen);
    if (type !== undefined) found[name] = type;
  }
  return found;
};

const computedType = (generated: Generated, code: string, seen: readonly string[]): TypeSpec | undefined => {
  const plain = /get(String|Number|Boolean)Attribute\(/.exec(code)?.[1];
  if (plain !== undefined) return { String: "string", Number: "number", Boolean: "bool" }[plain];
  if (/getNumberListAttribute/.test(code)) return ["list", "number"];
  if (/getStringMapAttribute|new cdktf\.StringMap/.test(code)) return ["map", "string"];
  const [, list, isSet] = /new (\w+?)List\(this, "\w+", (true|false)\)/.exec(code) ?? [];
  if (list !== undefined) {
    const element = generated.classes.get(`${list}OutputReference`);
    if (!element || seen.includes(list)) return undefined;
    return [
      isSet === "true" ? "set" : "list",
      ["object", computedIn(generated, element.body, [...seen, list])],
    ];
  }
  if (/getListAttribute/.test(code)) return ["list", "string"];
  return /cdktf\.Fn\.tolist/.test(code) ? ["set", "string"] : "string";
};
