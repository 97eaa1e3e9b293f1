import { z } from "zod";
import type { ObjectStore } from "../../ports.ts";
import { registryIn } from "../../registry/registry.ts";
import type { Forecaster } from "./forecaster.ts";
import { combination, forecasterNamed } from "./forecasters.ts";

/** A promoted version of `sales_forecast` names the method only. Its parameters are fitted to the newest days each time. */
export const ForecastSettings = z.strictObject({ method: z.string() });

export const forecastTask = "sales_forecast";

/** The promoted method; before the first training, the combination. */
export const forecasterInUse = async (
  models: ObjectStore,
): Promise<{ forecaster: Forecaster; version: string | null }> => {
  const registry = registryIn(models);
  const current = await registry.current(forecastTask);
  if (!current) return { forecaster: combination, version: null };
  const { version } = current.value;
  const { saved } = await registry.load(forecastTask, version);
  return { forecaster: forecasterNamed(ForecastSettings.parse(saved.settings).method), version };
};
