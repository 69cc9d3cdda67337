import { describe, expect, it } from 'vitest';
import { isPrivateAddress, renderSamples } from './metrics.ts';

describe('metrics', () => {
  it('are told once per name, with their labels', () => {
    const text = renderSamples([
      { name: 'veche_packets_total', help: 'Packets', type: 'counter', value: 7, labels: { worker: '0' } },
      { name: 'veche_rooms', help: 'Rooms', type: 'gauge', value: 2 },
      { name: 'veche_packets_total', help: 'Packets', type: 'counter', value: 9, labels: { worker: '1' } },
    ]);
    expect(text.split('\n')).toEqual([
      '# HELP veche_packets_total Packets',
      '# TYPE veche_packets_total counter',
      'veche_packets_total{worker="0"} 7',
      'veche_packets_total{worker="1"} 9',
      '# HELP veche_rooms Rooms',
      '# TYPE veche_rooms gauge',
      'veche_rooms 2',
      '',
    ]);
  });

  it('quote what a label may hold', () => {
    const [sample] = renderSamples([{ name: 'a', help: 'A', type: 'gauge', value: 1, labels: { x: 'q"\\\n' } }])
      .split('\n')
      .slice(2);
    expect(sample).toBe('a{x="q\\"\\\\\\n"} 1');
  });

  it.each(['127.0.0.1', '::1', '10.1.2.3', '172.31.0.1', '192.168.7.7', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1%eth0'])(
    'are for %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(true);
    },
  );

  it.each(['8.8.8.8', '172.32.0.1', '2001:db8::1', '::ffff:8.8.8.8', '', 'nonsense'])('are not for %j', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});
