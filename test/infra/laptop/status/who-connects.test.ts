import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { ownerOf, whoConnects } from "../../../../infra/laptop/status/who-connects.ts";

const listed = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1578 1 0 100 0 0 10 0
   2: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 4711 1 0 20 4 30 10 -1
   3: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1
   4: 0100007F:9C41 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0
   5: 0000000000000000FFFF00000100007F:9C42 0000000000000000FFFF00000100007F:1F90 01 0:0 0:0 0 1002 0 4713 1 0`;

it("finds who holds the client's end of a connection, and nobody for one that was let go", () => {
  const owner = (client: number) => ownerOf(listed, { client, server: 8080 });
  expect([40_000, 40_001, 40_002, 40_003].map(owner)).toEqual([1001, undefined, 1002, undefined]);
});

const isRoot = process.getuid?.() === 0;

it.skipIf(process.platform !== "linux" || !isRoot)(
  "answers its own user and refuses another one (only root can try both)",
  { timeout: 60_000 },
  async () => {
    const server = createServer((request, response) => {
      response.end(String(who.isAllowed(request.socket)));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const who = await whoConnects(port);
    const ask = `fetch("http://127.0.0.1:${port}").then((reply) => reply.text()).then(console.log)`;
    const asUser = async (uid: number) =>
      (await promisify(execFile)(process.execPath, ["-e", ask], { uid, cwd: "/" })).stdout.trim();
    expect(who.isKnown).toBe(true);
    expect(await asUser(0)).toBe("true");
    expect(await asUser(65_534)).toBe("false");
    server.close();
  },
);
