import type { Plugin } from "rolldown";
import { parseAst } from "rolldown/parseAst";

/**
 * Leaves one stage in the pipeline and in the functions' door, so that a package holds what its own function runs and
 * nothing of the others. What only the others import falls away with them.
 */
export const oneStage = (stage: string): Plugin => ({
  name: "one-stage",
  transform(code, id) {
    if (id.endsWith("/functions/pipeline.ts")) return without(code, otherStages(code, stage));
    if (id.endsWith("/functions/index.ts")) return without(code, otherRegistrations(code, stage));
    return undefined;
  },
});

/** The laptop's half of the door: a deployed function never takes it. */
export const noLaptop = (): Plugin =>
  instead(/\/infra\/laptop\//, "openHome", "this package runs on Google Cloud only");

/** For functions that read no files. */
export const noTyper = (): Plugin =>
  instead(/\/infra\/typing\//, "duckDbRowTyper", "this function types no rows");

/** For functions that ask models and fit none. */
export const noTrainer = (): Plugin =>
  instead(/\/shared\/learning\/neural\/train\.ts$/, "trainNetwork", "this function trains no networks");

const instead = (path: RegExp, name: string, why: string): Plugin => ({
  name: `no-${name}`,
  load: (id) => (path.test(id) ? `export const ${name} = () => { throw new Error("${why}"); };` : undefined),
});

interface Span {
  readonly start: number;
  readonly end: number;
}
interface Node extends Span {
  readonly type: string;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "type") === "string";

const nodesIn = function* (node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const one of node) yield* nodesIn(one);
  else if (isNode(node)) {
    yield node;
    for (const value of Object.values(node)) yield* nodesIn(value);
  }
};

const parsed = (code: string): Node => parseAst(code, { lang: "ts" }) as unknown as Node;

const nameOf = (property: Node): string => {
  const { key } = property;
  return isNode(key) ? String(key["name"] ?? key["value"]) : "";
};

/** A stage is a property whose value says what it is `on` and what it `run`s. */
const isStage = (property: Node): boolean => {
  const { value } = property;
  if (!isNode(value) || !Array.isArray(value["properties"])) return false;
  const names = value["properties"].filter(isNode).map(nameOf);
  return names.includes("on") && names.includes("run");
};

const otherStages = (code: string, stage: string): Span[] => {
  const stages = [...nodesIn(parsed(code))].filter((node) => node.type === "Property" && isStage(node));
  if (!stages.some((one) => nameOf(one) === stage))
    throw new Error(`functions/pipeline.ts has no stage ${stage}`);
  return stages.filter((one) => nameOf(one) !== stage).map((one) => withComma(code, one));
};

const withComma = (code: string, { start, end }: Span): Span => ({
  start,
  end: end + (/^\s*,/.exec(code.slice(end))?.[0].length ?? 0),
});

/** `cloudEvent("clean", …)` and `http("sweep", …)` as statements of their own. */
const otherRegistrations = (code: string, stage: string): Span[] => {
  const { body } = parsed(code);
  const statements = Array.isArray(body) ? body.filter(isNode) : [];
  return statements.filter((statement) => {
    const text = code.slice(statement.start, statement.end);
    const [, name] = /^(?:cloudEvent|http)\(\s*"(\w+)"/.exec(text) ?? [];
    return name !== undefined && name !== stage;
  });
};

const without = (code: string, spans: readonly Span[]): string =>
  spans.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code);
