/** One way to reach a peer: a UDP remote address on one of our sockets, or one accepted TCP connection (RFC 4571 framing). Plain data, equal when `key` is equal. */
export interface Path {
  readonly key: string;
  readonly protocol: 'udp' | 'tcp';
  readonly family: 4 | 6;
  readonly address: string;
  readonly port: number;
  /** Which of the plane's sockets (udp) or which connection (tcp). */
  readonly socket: number;
}
