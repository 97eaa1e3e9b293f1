import { setTimeout } from "node:timers/promises";
import { Random } from "../../shared/learning/random.ts";
import type { DeployedWorld } from "./deployed-world.ts";

export interface Kill {
  readonly victim: string;
  /** After the victim before it came back. */
  readonly afterMs: number;
  readonly downMs: number;
}

const servers = ["storage", "bigQuery", "pubsub"] as const;
const processes = ["ingest", "clean", "aggregate"] as const;

/** The same kills for the same seed: each server so many times, and each function once, in random order. */
export const plannedKills = (seed: string, perServer: number): readonly Kill[] => {
  const random = new Random(seed);
  const victims = [...Array.from({ length: perServer }, () => servers).flat(), ...processes];
  return victims
    .map((victim) => ({ victim, order: random.next() }))
    .sort((left, right) => left.order - right.order)
    .map(({ victim }) => ({
      victim,
      afterMs: 300 + random.below(1_700),
      downMs: random.below(1_000),
    }));
};

/** Carries the kills out one after the other; each victim comes back. */
export const killAll = async (world: DeployedWorld, kills: readonly Kill[]): Promise<void> => {
  for (const { victim, afterMs, downMs } of kills) {
    await setTimeout(afterMs);
    const server = servers.find((name) => name === victim);
    const process = processes.find((name) => name === victim);
    if (process !== undefined) await world.functions[process].replace();
    if (server === undefined) continue;
    await world.servers[server].kill();
    await setTimeout(downMs);
    await world.servers[server].restart();
  }
};
