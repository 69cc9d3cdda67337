/**
 * Waits until every socket a worker asked for is open or refused, and says the outcome once: an address family that this machine lacks is a warning,
 * a port that somebody else holds is a failure.
 */
import type { Logger } from '@veche/kernel/logger.ts';
import type { Endpoint } from '../../plane/commands.ts';
import type { PlaneEvent } from '../../plane/events.ts';
import type { FromWorker } from '../worker-protocol.ts';
import type { Listening } from './reachable-addresses.ts';

type Opened = Extract<PlaneEvent, { type: 'listening' }>;
type Failed = Extract<PlaneEvent, { type: 'listenFailed' }>;

export class ListenOutcome {
  readonly #wanted: number;
  readonly #logger: Logger;
  readonly #post: (message: FromWorker) => void;
  readonly #failures: Failed[] = [];
  #open: { udp: Endpoint[]; tcp: Endpoint[] } = { udp: [], tcp: [] };
  #told = false;

  constructor(addresses: readonly string[], logger: Logger, post: (message: FromWorker) => void) {
    this.#wanted = addresses.length * 2;
    this.#logger = logger;
    this.#post = post;
  }

  get open(): Listening {
    return this.#open;
  }

  /** Names what stands now: a later one replaces the former. */
  opened({ udp, tcp }: Opened): void {
    this.#open = { udp: [...udp], tcp: [...tcp] };
    this.#tellWhenComplete();
  }

  failed(failure: Failed): void {
    this.#failures.push(failure);
    this.#tellWhenComplete();
  }

  #tellWhenComplete(): void {
    const { udp, tcp } = this.#open;
    if (this.#told || udp.length + tcp.length + this.#failures.length < this.#wanted) return;
    this.#told = true;
    const fatal = this.#failures.find(
      ({ endpoint, reason }) => !endpoint.address.includes(':') || /EADDRINUSE|EACCES/.test(reason),
    );
    const port = udp[0]?.port ?? tcp[0]?.port;
    if (fatal !== undefined || port === undefined) {
      const failure = fatal ?? this.#failures[0];
      const where =
        failure === undefined
          ? 'no address'
          : `${failure.protocol} ${failure.endpoint.address} port ${failure.endpoint.port}`;
      this.#post({ type: 'listenFailed', reason: `${where}: ${failure?.reason ?? 'nothing to listen on'}` });
      return;
    }
    for (const { endpoint, protocol, reason } of this.#failures) {
      this.#logger.warn(
        { protocol, ...endpoint, reason },
        'An address for media is not available; going on without it',
      );
    }
    this.#post({ type: 'listening', port });
  }
}
