import type { Plants } from "./plant.ts";
import { bigQueryPlants } from "./plants-bigquery.ts";
import { servicePlants } from "./plants-services.ts";

export const plants: Plants = { ...bigQueryPlants, ...servicePlants };
