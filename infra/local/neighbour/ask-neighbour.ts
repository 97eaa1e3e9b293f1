import { once } from "node:events";
import { rmSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { RejectedInput, ValueFault } from "../../../shared/errors.ts";
import { Failure, type NeighbourRequest, notHere } from "./request.ts";
import { otherSockets } from "./sockets.ts";

/** The home's processes that listen; one that was killed is only found out by asking. */
export const hasNeighbour = (home: string): boolean => otherSockets(home).length > 0;

/** Asks the first process that answers. Undefined if none does. */
export const askNeighbour = async (
  home: string,
  asked: NeighbourRequest,
  signal?: AbortSignal,
): Promise<{ readonly value: unknown } | undefined> => {
  for (const socket of otherSockets(home)) {
    const reply = await send(socket, asked, signal);
    if (reply && reply.statusCode !== notHere) return { value: await answerIn(reply) };
  }
  return undefined;
};

const send = async (
  socketPath: string,
  asked: NeighbourRequest,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage | undefined> => {
  const sent = request({ socketPath, method: "POST", path: "/", ...(signal ? { signal } : {}) });
  sent.end(JSON.stringify(asked));
  try {
    const [reply] = (await once(sent, "response")) as [IncomingMessage];
    return reply;
  } catch (error) {
    if (signal?.aborted)
      throw new RejectedInput("the question was stopped: it was cancelled", { cause: error });
    // Nobody listens there: whoever did was killed, or is just ending.
    if (isRefused(error)) rmSync(socketPath, { force: true });
    return undefined;
  }
};

const isRefused = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ECONNREFUSED";

const answerIn = async (reply: IncomingMessage): Promise<unknown> => {
  const body: unknown = await json(reply);
  if (reply.statusCode === 200) return body;
  const { name, message } = Failure.parse(body);
  if (name === "RejectedInput") throw new RejectedInput(message);
  if (name === "ValueFault") throw new ValueFault(message);
  throw new Error(message);
};
