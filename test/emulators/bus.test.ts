import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pubsubBus } from "../../infra/gcp/bus.ts";
import { testBus } from "../ports/bus.ts";
import { EmulatedBus } from "./emulated-bus.ts";
import { type PubsubServer, pubsubPrograms, startPubsub } from "./pubsub-server.ts";
import { freePort } from "./server-process.ts";

const ONE_AT_A_TIME = {
  reason: "Google's emulator waits for the answer to a push before the next; the substitute shows it",
  tests: ["runs a handler 3 at a time when told so"],
};

for (const program of pubsubPrograms())
  describe(`Pub/Sub's client on ${program.title}`, () => {
    let server: PubsubServer | undefined;
    beforeAll(async () => {
      server = await startPubsub({ program });
    });
    afterAll(() => server?.stop());
    const endpoint = (): string => {
      if (server === undefined) throw new Error("the Pub/Sub server did not start");
      return server.apiEndpoint;
    };

    testBus({
      name: "Pub/Sub",
      connect: (limits) => new EmulatedBus(endpoint(), limits),
      lacks: program.kind === "emulator" ? [ONE_AT_A_TIME] : [],
    });

    test("names the topic that does not exist", async () => {
      const bus = pubsubBus({ projectId: "emulated", apiEndpoint: endpoint() });
      await expect(bus.publish("nowhere", {})).rejects.toThrow(/^publish to "nowhere": .*NOT_FOUND/);
      await bus.close();
    });
  });

test("gives a message up in time when no server answers", async () => {
  const bus = pubsubBus({
    projectId: "emulated",
    apiEndpoint: `127.0.0.1:${await freePort()}`,
    publishMs: 500,
  });
  await expect(bus.publish("wake", {})).rejects.toThrow('publish to "wake"');
  await bus.close();
});
