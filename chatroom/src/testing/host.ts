import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Outgoing } from "../transport/result";

export interface Reply {
  readonly status?: number;
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown;
  /** Sent one after the other, in place of a body. */
  readonly pieces?: readonly (string | Uint8Array)[];
  /** How long to wait after each piece. */
  readonly everyMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Leave the request open for ever, after the pieces if there are some. */
  readonly hang?: boolean;
  /** Break the connection off, after the pieces if there are some. */
  readonly cut?: boolean;
}

/** A real HTTP host on loopback for tests: it answers by `reply` and remembers what it was sent. */
export interface TestHost {
  readonly url: string;
  /** The bodies, an empty object for a request that has none. */
  readonly received: Outgoing[];
  readonly paths: string[];
  readonly close: () => Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

function piecesOf({ pieces, body = [], hang = false, cut = false }: Reply): readonly (string | Uint8Array)[] {
  if (pieces !== undefined) return pieces;
  if (hang || cut) return [];
  return [typeof body === "string" ? body : JSON.stringify(body)];
}

async function write(response: ServerResponse, reply: Reply): Promise<void> {
  const pieces = piecesOf(reply);
  if (pieces.length > 0) {
    response.writeHead(reply.status ?? 200, { "Content-Type": "application/json", ...reply.headers });
  }
  for (const piece of pieces) {
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    if (reply.everyMs !== undefined) await setTimeout(reply.everyMs);
  }
  if (reply.cut === true) response.destroy();
  else if (reply.hang !== true) response.end();
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Starts a host on this port; 0: on a free one. */
export async function startHost(
  reply: (outgoing: Outgoing, count: number, path: string) => Reply,
  port = 0,
): Promise<TestHost> {
  const received: Outgoing[] = [];
  const paths: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const outgoing = JSON.parse((await readBody(request)) || "{}") as Outgoing;
    const path = `${request.method} ${request.url}`;
    received.push(outgoing);
    paths.push(path);
    await write(response, reply(outgoing, received.length, path));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, received, paths, close: () => shutDown(server) };
}

/** The url of a host that has just gone away. */
export async function deadUrl(): Promise<string> {
  const host = await startHost(() => ({}));
  await host.close();
  return host.url;
}
