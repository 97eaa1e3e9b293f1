import type { Card } from "../../../shared/registry/card.ts";
import { type DriftReport, driftIn } from "../../../shared/registry/drift-report.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import type { DashboardPlatform } from "./sources.ts";

/** A model's card without what only a program reads. */
export type ShownCard = Omit<Card, "selfTest" | "features" | "digests"> & { readonly featureCount: number };

export interface ModelsOfTask {
  readonly task: string;
  /** The version that answers. */
  readonly current: string | null;
  readonly because: string | null;
  readonly since: string | null;
  readonly card: ShownCard | null;
  /** The newest first. */
  readonly versions: readonly VersionLine[];
  readonly drift: DriftReport | null;
}

export interface VersionLine {
  readonly version: string;
  readonly family: string;
  readonly created: string;
  readonly trainedUntil: string;
  readonly because: string;
}

const versionsShown = 12;

export const readModels = async ({
  models,
  state,
}: Pick<DashboardPlatform, "models" | "state">): Promise<readonly ModelsOfTask[]> => {
  const registry = registryIn(models);
  return Promise.all((await registry.tasks()).map((task) => readTask(registry, driftIn(state), task)));
};

const readTask = async (
  registry: ReturnType<typeof registryIn>,
  drift: ReturnType<typeof driftIn>,
  task: string,
): Promise<ModelsOfTask> => {
  const current = (await registry.current(task))?.value;
  const newest = (await registry.versions(task)).toReversed().slice(0, versionsShown);
  const cards = await Promise.all(newest.map((version) => registry.card(task, version)));
  const inForce =
    current &&
    (cards.find(({ version }) => version === current.version) ??
      (await registry.card(task, current.version)));
  return {
    task,
    current: current?.version ?? null,
    because: current?.because ?? null,
    since: current?.since ?? null,
    card: inForce ? shown(inForce) : null,
    versions: cards.map(({ version, family, created, training, verdict }) => ({
      version,
      family,
      created,
      trainedUntil: training.to,
      because: verdict.because,
    })),
    drift: (await drift.last(task)) ?? null,
  };
};

const shown = ({ selfTest: _, digests: __, features, ...rest }: Card): ShownCard => ({
  ...rest,
  featureCount: features.length,
});
