/** Under which addresses clients reach a worker's sockets, and so which ICE candidates they are told. */
import type { NetworkInterfaceInfo } from 'node:os';
import type { IceCandidate } from '@veche/contracts/signalling/media-parameters.ts';
import { createIceCandidates } from '../../machines/ice-lite/candidates.ts';
import type { Endpoint } from '../../plane/commands.ts';

export interface Listening {
  readonly udp: readonly Endpoint[];
  readonly tcp: readonly Endpoint[];
}

/**
 * `announced` replaces what the machine knows of itself, as behind a NAT; empty = each address listened on, and for a wildcard each address of the
 * machine, its loopback too, so that a call on one machine needs no network.
 */
export function reachableCandidates(
  listening: Listening,
  announced: readonly string[],
  interfaces: readonly NetworkInterfaceInfo[],
): IceCandidate[] {
  const listens = (['udp', 'tcp'] as const).flatMap((protocol) =>
    listening[protocol].flatMap(({ address, port }) =>
      addressesOf(address, announced, interfaces).map((reachable) => ({ protocol, address: reachable, port })),
    ),
  );
  return createIceCandidates(listens).map((candidate) => ({ ...candidate }));
}

function addressesOf(
  listenAddress: string,
  announced: readonly string[],
  interfaces: readonly NetworkInterfaceInfo[],
): readonly string[] {
  const isSix = listenAddress.includes(':');
  if (announced.length > 0) return announced.filter((address) => address.includes(':') === isSix);
  if (listenAddress !== '0.0.0.0' && listenAddress !== '::') return [listenAddress];
  const usable = interfaces.filter(
    ({ family, address }) => (family === 'IPv6') === isSix && !/^fe[89ab][0-9a-f]:/i.test(address),
  );
  const outward = usable.filter(({ internal }) => !internal);
  const inward = usable.filter(({ internal }) => internal);
  return [...new Set([...outward, ...inward].map(({ address }) => address))];
}
