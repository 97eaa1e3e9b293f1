import type { Command } from "commander";
import { addCheck } from "./contract/check.ts";
import { addDiff } from "./contract/diff.ts";
import { addInfer } from "./contract/infer.ts";
import { addOdcs } from "./contract/odcs.ts";

export const addContract = (program: Command, exit: (code: number) => void): void => {
  const contract = program
    .command("contract")
    .description("draft, check, compare, export and import the contracts that say how files are read");
  addInfer(contract);
  addCheck(contract, exit);
  addDiff(contract, exit);
  addOdcs(contract);
};
