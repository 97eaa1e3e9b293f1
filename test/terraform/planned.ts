import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { openWorkspace, type Workspace } from "./terraform.ts";

export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly index: string;
  readonly values: Values;
}
// biome-ignore lint/suspicious/noExplicitAny: a plan's values are as varied as the resources, and are only looked at here
export type Values = Readonly<Record<string, any>>;

export const settings = { project_id: "daybook-shop", region: "europe-west2" };

/** The names in terraform's map of functions. */
export const functionNames = (): readonly string[] =>
  Object.keys(JSON.parse(readFileSync("terraform/pipeline.json", "utf8")));

/** A copy whose archives are there, and which `init` has found sound. */
export const openInitialised = async (): Promise<Workspace> => {
  const workspace = await openWorkspace();
  const dist = join(workspace.folder, "../dist");
  mkdirSync(dist, { recursive: true });
  for (const name of functionNames()) writeFileSync(join(dist, `${name}.zip`), name);
  const { code, output } = await workspace.terraform("init", "-no-color", "-input=false");
  if (code !== 0) throw new Error(output);
  return workspace;
};

export const variables = (given: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(given).map(
    ([name, value]) => `-var=${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );

export const plan = (workspace: Workspace, given: Readonly<Record<string, unknown>> = {}) =>
  workspace.terraform(
    "plan",
    "-no-color",
    "-input=false",
    "-out=plan",
    ...variables({ ...settings, ...given }),
  );

/** What would be, as far as it is known before it is made. */
export const planned = async (workspace: Workspace, given: Readonly<Record<string, unknown>> = {}) => {
  const made = await plan(workspace, given);
  if (made.code !== 0) throw new Error(made.output);
  return shown(workspace, "plan");
};

export const shown = async (workspace: Workspace, ...file: string[]): Promise<readonly Resource[]> => {
  const [chdir = []] = file[0]?.startsWith("-chdir=") ? [file.slice(0, 1)] : [];
  const { output } = await workspace.terraform(...chdir, "show", "-json", ...file.slice(chdir.length));
  const { planned_values, values } = JSON.parse(output) as Record<
    string,
    { root_module?: { resources?: Resource[] } }
  >;
  return (planned_values ?? values)?.root_module?.resources ?? [];
};

export const yamlFile = <Content>(file: string): Content => parse(readFileSync(file, "utf8")) as Content;
