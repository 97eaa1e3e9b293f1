import { once } from "node:events";
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** The one address under which a server is known, also while it is down: then connections break, as they do in life. */
export interface Gate {
  readonly apiEndpoint: string;
  /**
   * Breaks every connection, lets none through, and resolves when the server behind is done with what had reached it
   * whole. Its answers are lost: nobody knows whether the work was done.
   */
  cut(): Promise<void>;
  open(): void;
  close(): void;
}

export const openGate = async (target: () => string): Promise<Gate> => {
  const underWay = new Set<ClientRequest>();
  let isOpen = true;
  const server = createServer((incoming, outgoing) => {
    if (!isOpen) return void incoming.socket.destroy();
    const forwarded = forward(target(), incoming, outgoing);
    underWay.add(forwarded);
    forwarded.once("close", () => underWay.delete(forwarded));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    apiEndpoint: `http://127.0.0.1:${port}`,
    async cut() {
      isOpen = false;
      const ends = [...underWay].map((forwarded) => once(forwarded, "close").catch(() => undefined));
      server.closeAllConnections();
      await Promise.all(ends);
    },
    open() {
      isOpen = true;
    },
    close() {
      isOpen = false;
      server.closeAllConnections();
      server.close();
    },
  };
};

const forward = (target: string, incoming: IncomingMessage, outgoing: ServerResponse): ClientRequest => {
  const { host } = new URL(target);
  const forwarded = request(target + incoming.url, {
    method: incoming.method ?? "GET",
    headers: { ...incoming.headers, host },
  });
  forwarded.once("error", () => incoming.socket.destroy());
  forwarded.once("response", (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    // Read to its end even when nobody listens any more.
    answer.on("error", () => incoming.socket.destroy());
    answer.pipe(outgoing);
    outgoing.once("close", () => answer.resume());
  });
  incoming.once("close", () => {
    if (!incoming.complete) forwarded.destroy();
  });
  incoming.pipe(forwarded);
  return forwarded;
};
