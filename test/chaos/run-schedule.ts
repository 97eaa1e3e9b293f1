import { topicOf, wake } from "../../shared/events.ts";
import type { Command, Schedule } from "./schedule.ts";
import { noFaults } from "./world/faults.ts";
import { scenes } from "./world/scene.ts";
import type { World } from "./world/world.ts";

const sweepEveryMs = 25 * 60_000;
const sweepsAtMost = 4;

/** Lets it all happen, then nothing more go wrong, and sweeps until a sweep finds nothing: the world is at rest. */
export const play = async (world: World, schedule: Schedule): Promise<void> => {
  let at = 0;
  for (const command of schedule.commands) {
    at += command.afterMs;
    world.turns.after(at, () => apply(world, schedule, command));
  }
  await world.turns.run();
  world.dice.faults = noFaults;
  world.stopOldDeploys();
  for (let sweeps = 0; sweeps < sweepsAtMost; sweeps++) {
    world.turns.after(sweepEveryMs, () => world.bus.send("sweep", {}));
    const before = world.effects;
    await world.turns.run();
    if (sweeps > 0 && world.effects === before) return;
  }
};

const apply = (world: World, { onDelete, judged, scene }: Schedule, command: Command): void => {
  const { bus, turns } = world;
  const { objects, contentOf, feedsOf } = scenes[scene];
  if (command.do === "sweep") bus.send("sweep", {});
  else if (command.do === "wake") wakeOne(world);
  else if (command.do === "deploy") world.deploy(feedsOf(2, onDelete, judged));
  else if (command.do === "stop old deploys") world.stopOldDeploys();
  else if (command.do === "decide")
    bus.send("decide", { object: objects[command.object] ?? "", decision: command.decision });
  else if (command.do === "put") {
    const { object, content, told } = command;
    const { name, generation } = world.landing.write(
      objects[object] ?? "",
      contentOf(object, content),
      turns.now,
    );
    if (told) bus.publish("object-finalized", eventOf(name, generation));
  } else aboutLive(world, objects[command.object] ?? "", command);
};

const aboutLive = (
  { bus, landing }: World,
  name: string,
  command: Extract<Command, { readonly do: "remove" | "tell again" }>,
): void => {
  const live = landing.find(name);
  if (!live) return;
  const event = eventOf(live.name, live.generation);
  if (command.do === "remove") {
    landing.remove(live.name);
    if (command.told) bus.publish("object-archived", event);
  } else bus.send("object-finalized", event);
};

const wakeOne = ({ bus, random }: World): void => {
  const stage = random.chance(0.5) ? "clean" : "aggregate";
  bus.send(topicOf(stage), wake(stage));
};

const eventOf = (name: string, generation: string) => ({ bucket: "landing", name, generation });
