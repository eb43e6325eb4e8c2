import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Outgoing } from "../transport/result";

export interface Reply {
  readonly status?: number;
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Leave the request open for ever. */
  readonly hang?: boolean;
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

function write(response: ServerResponse, reply: Reply): void {
  if (reply.hang === true) return;
  const body = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? []);
  response.writeHead(reply.status ?? 200, { "Content-Type": "application/json", ...reply.headers });
  response.end(body);
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export async function startHost(reply: (outgoing: Outgoing, count: number, path: string) => Reply): Promise<TestHost> {
  const received: Outgoing[] = [];
  const paths: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const outgoing = JSON.parse((await readBody(request)) || "{}") as Outgoing;
    const path = `${request.method} ${request.url}`;
    received.push(outgoing);
    paths.push(path);
    write(response, reply(outgoing, received.length, path));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received, paths, close: () => shutDown(server) };
}

/** The url of a host that has just gone away. */
export async function deadUrl(): Promise<string> {
  const host = await startHost(() => ({}));
  await host.close();
  return host.url;
}
