/** Plain requests to a server on this machine, from whatever address of its own. */
import { Agent, request } from 'node:http';

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it comes from; every address of 127.0.0.0/8 is this machine's own. */
  readonly localAddress?: string;
}

/** Asks a server on this machine; answers the status once the whole answer is here. A new connection unless `agent` keeps one. */
export function askHttp(port: number, { body, headers, ...where }: Ask, agent: Agent | false = false): Promise<number> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, agent, headers: { ...json, ...headers }, ...where };
    const sent = request(options, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** One connection, used again and again. */
export const keptConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 });
