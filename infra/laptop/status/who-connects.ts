import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";

/**
 * The loopback address is open to every user of a machine, and a home is not. A secret in the address would end up in
 * histories and logs, so the kernel is asked instead: Linux lists the owner of each socket.
 */
export interface WhoConnects {
  /** False where the system does not tell: then everybody on this machine may ask. */
  readonly isKnown: boolean;
  /** Whether the other end belongs to this user, or to the administrator, who may read the home anyway. */
  isAllowed(socket: Socket): boolean;
}

interface Ports {
  readonly client: number;
  readonly server: number;
}

export const whoConnects = async (server: number): Promise<WhoConnects> => {
  const own = process.getuid?.();
  const isKnown = own !== undefined && (await ownConnection(server)) === own;
  const checked = new WeakMap<Socket, boolean>();
  return {
    isKnown,
    isAllowed(socket) {
      if (!isKnown) return true;
      const before = checked.get(socket);
      if (before !== undefined) return before;
      const owner = ownerOf(sockets(), { client: socket.remotePort ?? 0, server });
      const isAllowed = owner === own || owner === 0;
      checked.set(socket, isAllowed);
      return isAllowed;
    },
  };
};

/** Whether the kernel tells the truth here is tried on a connection of our own: not every sandbox does. */
const ownConnection = async (server: number): Promise<number | undefined> => {
  const probe = connect(server, "127.0.0.1");
  try {
    await once(probe, "connect");
    return ownerOf(sockets(), { client: probe.localPort ?? 0, server });
  } catch {
    return undefined;
  } finally {
    probe.destroy();
  }
};

/** Sockets of both families: a client may speak IPv6 and mean the same address. */
const sockets = (): string =>
  ["/proc/net/tcp", "/proc/net/tcp6"]
    .map((file) => {
      try {
        return readFileSync(file, "latin1");
      } catch {
        return "";
      }
    })
    .join("\n");

const loopback = "0100007F";
const established = "01";

/** Who holds the client's end of a connection; undefined for an end that nobody holds any more, which the kernel gives to root. */
export const ownerOf = (listed: string, { client, server }: Ports): number | undefined => {
  const port = (value: number) => value.toString(16).toUpperCase().padStart(4, "0");
  const [from, to] = [`${loopback}:${port(client)}`, `${loopback}:${port(server)}`];
  for (const line of listed.split("\n")) {
    const [, local = "", remote = "", state, , , , uid = "", , inode = "0"] = line.trim().split(/\s+/);
    if (local.endsWith(from) && remote.endsWith(to) && state === established && inode !== "0")
      return Number(uid);
  }
  return undefined;
};
