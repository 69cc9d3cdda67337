/**
 * The host candidates of a server as mediasoup-client takes them, in order of preference: UDP over IPv4, UDP over IPv6, then TCP, which is for networks that
 * let nothing else through.
 */
import { parseIpAddress } from '../../wire/ip-address.ts';

export interface IceListenAddress {
  readonly protocol: 'udp' | 'tcp';
  /** The address that clients reach, a literal IP address or a name. */
  readonly address: string;
  /** 1 to 65,535. */
  readonly port: number;
}

export interface IceCandidate {
  readonly foundation: string;
  /** 1 to 2^31 - 1, unique among the candidates; higher is better. */
  readonly priority: number;
  readonly address: string;
  /** The same as `address`: older clients read this name. */
  readonly ip: string;
  readonly protocol: 'udp' | 'tcp';
  readonly port: number;
  readonly type: 'host';
  readonly tcpType?: 'passive';
}

const hostTypePreference = 126;
/** RTP and RTCP share one component. */
const component = 1;
/** RFC 6544 section 4.2: a passive host candidate has direction preference 4, which stands in the upper three bits. */
const tcpPassiveBase = 4 << 13;

const localPreferences = {
  udp4: 65_535,
  udp6: 60_000,
  tcp4: tcpPassiveBase + 8_191,
  tcp6: tcpPassiveBase + 4_000,
} as const;

/** Candidates sorted by falling priority; addresses of one kind keep their order. At most 1,000 of a kind. */
export function createIceCandidates(listens: readonly IceListenAddress[]): IceCandidate[] {
  const countOfKind = new Map<string, number>();
  const foundations = new Map<string, string>();
  const candidates = listens.map(({ protocol, address, port }): IceCandidate => {
    const kind = `${protocol}${parseIpAddress(address)?.length === 16 ? 6 : 4}` as keyof typeof localPreferences;
    const earlier = countOfKind.get(kind) ?? 0;
    countOfKind.set(kind, earlier + 1);
    // Same type, base address and protocol have the same foundation (RFC 8445 section 5.1.1.3).
    const base = `${protocol} ${address}`;
    const foundation = foundations.get(base) ?? `${protocol}${foundations.size + 1}`;
    foundations.set(base, foundation);
    const priority = hostTypePreference * 2 ** 24 + (localPreferences[kind] - earlier) * 2 ** 8 + (256 - component);
    const candidate = { foundation, priority, address, ip: address, protocol, port, type: 'host' } as const;
    return protocol === 'tcp' ? { ...candidate, tcpType: 'passive' } : candidate;
  });
  return candidates.sort((a, b) => b.priority - a.priority);
}
