import type { DescriberName, Task } from "../tasks/task.ts";
import { describe } from "./describe-customer.ts";

/** Works out a model's row from what a snapshot holds of one entity; undefined if the entity is not known yet. */
export type Describer = typeof describe;

/** By the name in a task file. Each subject whose features have a twin in TypeScript adds its own. */
const describers: Readonly<Record<DescriberName, Describer>> = { spend: describe };

/** Undefined for a task whose features only its SQL can work out. */
export const describerFor = ({ describer }: Pick<Task, "describer">): Describer | undefined =>
  describer && describers[describer];
