/** How a way to a peer is named: equal keys mean the same socket or connection and the same remote address. */
import type { Path } from '../../plane/path.ts';

export function makePath(protocol: 'udp' | 'tcp', family: 4 | 6, socket: number, address: string, port: number): Path {
  return { key: `${protocol}${socket}|${address}|${port}`, protocol, family, address, port, socket };
}
