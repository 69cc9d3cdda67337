import { randomBytes } from 'node:crypto';
import { silentLogger } from '@veche/kernel/logger.ts';
import { expect, it } from 'vitest';
import { audioInbound, routeOf, SuiteWorld, videoInbound } from '../plane/suite/suite-world.ts';
import { createTypeScriptPlane } from './plane.ts';

for (const profile of ['AEAD_AES_128_GCM', 'AES128_CM_HMAC_SHA1_80'] as const)
  it(`forwards over ${profile}`, async () => {
    const world = await SuiteWorld.open((listener, clock) =>
      createTypeScriptPlane({ clock, random: { bytes: (n) => randomBytes(n) }, logger: silentLogger }, listener),
    );
    const a = await world.peer(1, profile);
    const b = await world.peer(2, profile);
    world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
    world.apply(
      { type: 'setInbound', inbound: videoInbound() },
      {
        type: 'setRoute',
        route: routeOf({ routeId: 2, inboundId: 2, ssrc: 9500, rtxSsrc: 9501, payloadType: 101, rtxPayloadType: 102 }),
      },
    );
    for (let n = 0; n < 5; n++)
      a.sendRtp({
        payloadType: 111,
        ssrc: 1111,
        sequenceNumber: (65534 + n) & 0xffff,
        timestamp: n * 960,
        payload: Buffer.from(`hello ${n}`),
      });
    for (let n = 0; n < 5; n++)
      a.sendRtp({
        payloadType: 96,
        ssrc: 2000,
        sequenceNumber: 10 + n,
        timestamp: n * 3000,
        payload: Buffer.from([0x10, n === 0 ? 0 : 1, 1, 2, 3]),
      });
    await world
      .until('ten', () => b.rtp.length >= 10)
      .catch((e) => {
        console.log(world.plane.counters(), world.events);
        throw e;
      });
    expect(b.failures).toBe(0);
    expect(b.rtp.filter((p) => p.view.ssrc === 9000).map((p) => p.payload.toString())).toEqual([
      'hello 0',
      'hello 1',
      'hello 2',
      'hello 3',
      'hello 4',
    ]);
    await world.close();
  });
