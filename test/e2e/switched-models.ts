import type { LocalObjectStore } from "../../infra/local/bucket.ts";
import { rules } from "../../shared/learning/rules/rules.ts";
import { modelText, type Registry, registryIn } from "../../shared/registry/registry.ts";
import { sha256Of } from "../../shared/sha256.ts";
import type { ServedHome } from "./served-home.ts";

const task = "spend_30d";
const why = () => ({ because: "a test", at: new Date() });

const modelsOf = ({ buckets }: ServedHome): { models: LocalObjectStore; registry: Registry } => {
  const models = buckets.bucket("models");
  return { models, registry: registryIn(models) };
};

export const inForce = async (served: ServedHome): Promise<string> =>
  (await modelsOf(served).registry.current(task))?.value.version ?? "";

export const putInForce = async (served: ServedHome, version: string): Promise<void> => {
  const { registry } = modelsOf(served);
  await registry.promote(task, version, why(), (await registry.current(task))?.generation ?? "0");
};

/** A second version, the plain run-rate. Answers both names. */
export const putRunRateInForce = async (served: ServedHome): Promise<readonly [string, string]> => {
  const { registry } = modelsOf(served);
  const first = (await registry.current(task))?.value.version ?? "";
  const { card } = await registry.load(task, first);
  const model = rules("run_rate", { rule: "expected" }).load({
    family: "run_rate",
    settings: { rule: { rule: "expected" }, mean: 0 },
    weights: new Uint8Array(),
  });
  const saved = model.save();
  const second = {
    ...card,
    version: "29990101t000000z-0001",
    family: saved.family,
    selfTest: { ...card.selfTest, answers: card.selfTest.expected },
    digests: { ...card.digests, model: sha256Of(modelText(saved)), weights: sha256Of(saved.weights) },
  };
  await registry.add(second, saved);
  await putInForce(served, second.version);
  return [first, second.version];
};

let broken = 1;

/** A new version in force that cannot answer, as an upload that was cut short or an older program would leave it. Answers how to mend it. */
export const breakNewest = async (
  served: ServedHome,
  damage: "checksum" | "missing" | "card" | "features",
): Promise<() => Promise<void>> => {
  const { models, registry } = modelsOf(served);
  const good = (await registry.current(task))?.value.version ?? "";
  const { card, saved } = await registry.load(task, good);
  const version = `29990102t000000z-${String(broken++).padStart(4, "0")}`;
  const features = damage === "features" ? card.features.slice(1) : card.features;
  await registry.add({ ...card, version, features }, saved);
  const folder = `models/${task}/${version}/`;
  if (damage === "checksum") await models.write(`${folder}weights.bin`, "damaged");
  if (damage === "missing") await models.remove(`${folder}model.json`);
  if (damage === "card") await models.write(`${folder}card.json`, '{"schema":"daybook.card/v0"}');
  // Promoting would have refused it.
  const current = (await registry.current(task))?.value;
  const before = [...(current?.before ?? []), good];
  await models.write(`models/${task}/current.json`, JSON.stringify({ ...current, version, before }));
  return () => putInForce(served, good);
};
