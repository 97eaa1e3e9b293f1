import type { Platform } from "../shared/platform.ts";
import { manifestsIn, union } from "../shared/work/manifest.ts";
import { daysToUpgrade, upgradeOf } from "../shared/work/upgrade.ts";
import { cleanRecipe } from "./2-clean/recipe.ts";
import { metricsRecipe } from "./3-aggregate/recipe.ts";

const recipes = (platform: Pick<Platform, "company" | "feeds">): readonly (readonly [string, string])[] => [
  ["clean", cleanRecipe(platform)],
  ["aggregate", metricsRecipe()],
];

/** Makes tokens for the days that other SQL or settings made. A stage does the same before each of its rounds. */
export const noteUpgrades = async (platform: Platform): Promise<void> => {
  for (const [stage, recipe] of recipes(platform)) await upgradeOf(platform, stage, recipe).note();
};

/** BigQuery's price of a tebibyte that a query reads, in US dollars. */
const dollarsPerTib = 6.25;
/** A rebuild reads a day's rows several times: to load, to clean, to count and to judge them. */
const readsOfDay = 6;

/** What a deploy or a changed setting would redo, and roughly what BigQuery would ask for it. */
export const planUpgrade = async (platform: Platform) => {
  const days: Record<string, readonly string[]> = {};
  for (const [stage, recipe] of recipes(platform)) days[stage] = await daysToUpgrade(platform, stage, recipe);
  const all = new Set(union(...Object.values(days)));
  let bytes = 0;
  for (const { name } of platform.feeds)
    for (const manifest of await manifestsIn(platform.state).list(name, undefined, {
      onDamaged: () => undefined,
    }))
      if ([manifest.fileDate, ...manifest.days].some((day) => all.has(day))) bytes += manifest.size;
  return { days, bytes, cost: (bytes * readsOfDay * dollarsPerTib) / 2 ** 40 };
};
export type UpgradePlan = Awaited<ReturnType<typeof planUpgrade>>;
