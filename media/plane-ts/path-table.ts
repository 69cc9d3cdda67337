/** Which transport a path belongs to. A path belongs to one transport at a time; looking a datagram's origin up makes no strings in the usual case. */
import type { Path } from '../plane/path.ts';
import { makePath } from './sockets/path-key.ts';
import type { TransportState } from './transport-state.ts';

export interface PathBinding {
  readonly path: Path;
  readonly transport: TransportState;
}

export class PathTable {
  readonly #byKey = new Map<string, PathBinding>();
  /** Per UDP socket by remote port: right unless two addresses use one port, which the comparison of the address finds out. */
  readonly #byPort: Map<number, PathBinding>[] = [];

  bind(path: Path, transport: TransportState): void {
    this.unbind(path);
    const binding = { path, transport };
    this.#byKey.set(path.key, binding);
    transport.paths.set(path.key, path);
    if (path.protocol === 'udp') {
      this.#byPort[path.socket] ??= new Map();
      this.#byPort[path.socket]!.set(path.port, binding);
    }
  }

  unbind(path: Path): TransportState | undefined {
    const binding = this.#byKey.get(path.key);
    if (binding === undefined) return undefined;
    this.#byKey.delete(path.key);
    binding.transport.paths.delete(path.key);
    const byPort = path.protocol === 'udp' ? this.#byPort[path.socket] : undefined;
    if (byPort?.get(path.port) === binding) byPort.delete(path.port);
    return binding.transport;
  }

  get(key: string): PathBinding | undefined {
    return this.#byKey.get(key);
  }

  findUdp(socket: number, family: 4 | 6, address: string, port: number): PathBinding | undefined {
    const quick = this.#byPort[socket]?.get(port);
    if (quick !== undefined && quick.path.address === address) return quick;
    if (quick === undefined && this.#byKey.size === 0) return undefined;
    return this.#byKey.get(makePath('udp', family, socket, address, port).key);
  }
}
