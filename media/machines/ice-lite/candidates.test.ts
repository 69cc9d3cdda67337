import { describe, expect, it } from 'vitest';
import { createIceCandidates } from './candidates.ts';

describe('candidates of a server', () => {
  const candidates = createIceCandidates([
    { protocol: 'tcp', address: '2001:db8::1', port: 3_478 },
    { protocol: 'tcp', address: '192.0.2.1', port: 3_478 },
    { protocol: 'udp', address: '2001:db8::1', port: 3_478 },
    { protocol: 'udp', address: '192.0.2.1', port: 3_478 },
    { protocol: 'udp', address: '192.0.2.2', port: 3_478 },
    { protocol: 'udp', address: '192.0.2.1', port: 3_479 },
  ]);

  it('stand in the order UDP over IPv4, UDP over IPv6, TCP', () => {
    expect(candidates.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`)).toEqual([
      'udp 192.0.2.1 3478',
      'udp 192.0.2.2 3478',
      'udp 192.0.2.1 3479',
      'udp 2001:db8::1 3478',
      'tcp 192.0.2.1 3478',
      'tcp 2001:db8::1 3478',
    ]);
  });

  it('have unique falling priorities of the host type within 31 bits', () => {
    const priorities = candidates.map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(priorities.length);
    for (const priority of priorities) {
      expect(priority >>> 24).toBe(126);
      expect(priority & 0xff).toBe(255);
    }
    expect(priorities[0]).toBe(2_130_706_431);
  });

  it('share a foundation exactly when address and protocol are the same', () => {
    const [first, second, third] = candidates;
    expect(first!.foundation).toBe(third!.foundation);
    expect(new Set(candidates.map(({ foundation }) => foundation)).size).toBe(5);
    expect(second!.foundation).not.toBe(first!.foundation);
  });

  it('are passive over TCP and say nothing of it over UDP', () => {
    expect(candidates.map(({ tcpType }) => tcpType)).toEqual([...Array(4), 'passive', 'passive']);
  });
});
