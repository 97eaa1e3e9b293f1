import { runProgram } from "./entry-point.ts";

await runProgram("daybook", async () => {
  const { daybook } = await import("./program.ts");
  return daybook(process.argv.slice(2));
});
