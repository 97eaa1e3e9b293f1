import { enter } from "./door.ts";

await enter("npm start", async () => {
  const { start } = await import("./start-program.ts");
  return start(process.argv.slice(2));
});
