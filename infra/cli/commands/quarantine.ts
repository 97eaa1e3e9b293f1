import type { Command } from "commander";
import { examples } from "../context.ts";
import { addQuarantineList } from "./quarantine-list.ts";
import { addQuarantineReplay } from "./quarantine-replay.ts";
import { addQuarantineShow } from "./quarantine-show.ts";

export const addQuarantine = (program: Command, exit: (code: number) => void): void => {
  const quarantine = program
    .command("quarantine")
    .description("look at rows and files that were not loaded, and try them again")
    .addHelpText("after", examples("quarantine list --rule duplicate", "quarantine replay"));
  addQuarantineList(quarantine);
  addQuarantineShow(quarantine);
  addQuarantineReplay(quarantine, exit);
};
