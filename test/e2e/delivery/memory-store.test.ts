import { expect, it } from "vitest";
import { memoryStore } from "./memory-store.ts";
import { memoryWorld } from "./memory-world.ts";

it("one name is written once a second, different names at once", async () => {
  const { platform } = memoryWorld();
  const start = platform.clock.now().getTime();
  for (const name of ["a", "b", "c"]) await platform.state.write(name, "1");
  expect(platform.clock.now().getTime() - start).toBe(0);
  for (const body of ["2", "3"]) await platform.state.write("a", body);
  expect(platform.clock.now().getTime() - start).toBe(2000);
});

it.each([
  ["object-name-length", "x".repeat(1025)],
  ["object-name-lines", "a\nb"],
  ["object-name-dots", ".."],
])("a name that Google refuses is refused: %s", async (rule, name) => {
  await expect(memoryStore({ classA: 0, classB: 0 }).write(name, "")).rejects.toThrow(rule);
});

it.each([
  ["topic-name-google", "google-topic", {}],
  ["message-size", "daybook-clean", { cause: "x".repeat(10_000_001) }],
])("a message that Google refuses is refused: %s", async (rule, topic, message) => {
  await expect(memoryWorld().platform.bus.publish(topic, message)).rejects.toThrow(rule);
});
