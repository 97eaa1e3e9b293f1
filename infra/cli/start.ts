import { enter } from "./entry-point.ts";

await enter("npm start", async () => {
  const { start } = await import("./start-program.ts");
  return start(process.argv.slice(2));
});
