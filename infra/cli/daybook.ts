import { enter } from "./entry-point.ts";

await enter("daybook", async () => {
  const { daybook } = await import("./program.ts");
  return daybook(process.argv.slice(2));
});
