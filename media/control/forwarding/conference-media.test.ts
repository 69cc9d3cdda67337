import { limits } from '@veche/contracts/limits.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../plane/commands.ts';
import { routerRtpCapabilities } from '../router-capabilities.ts';
import { ConferenceMedia } from './conference-media.ts';
import { createMediaIds } from './media-ids.ts';
import type { MediaResult, Notice } from './records.ts';

const browser = routerRtpCapabilities();
const camera: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] }],
  encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
};
const microphone: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 7 }],
};

let seed = 0;
const random = {
  bytes: (length: number) =>
    Uint8Array.from({ length }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed >> 16;
    }),
};
let owners: Map<number, ConferenceMedia>;
let media: ConferenceMedia;

beforeEach(() => {
  owners = new Map();
  media = new ConferenceMedia('meeting', createMediaIds(1, random), owners);
});

function value<T>(result: MediaResult<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const open = (participantId: string, direction: 'send' | 'receive') =>
  value(media.openTransport(participantId, direction));
const produceCamera = (participantId: string, transportId: string) =>
  value(
    media.produce(
      participantId,
      { transportId, kind: 'video', source: 'camera', rtpParameters: camera, paused: false },
      0,
    ),
  );
const produceVoice = (participantId: string, transportId: string) =>
  value(
    media.produce(
      participantId,
      { transportId, kind: 'audio', source: 'microphone', rtpParameters: microphone, paused: false },
      0,
    ),
  );
const commands = () => media.drain().commands;
const ofType = <Type extends Command['type']>(all: readonly Command[], type: Type) =>
  all.filter((command): command is Extract<Command, { type: Type }> => command.type === type);

/** Anna sends a camera, Boris receives it. */
function pair(options: { connecting?: boolean } = {}) {
  const send = open('anna', 'send');
  const producerId = produceCamera('anna', send.transportId);
  const inboundId = ofType(commands(), 'setInbound')[0]!.inbound.inboundId;
  const receive = open('boris', 'receive');
  if (!options.connecting) media.setTransportUp(receive.transportId, true, 0);
  const [consumer] = value(media.consume('boris', receive.transportId, browser, [producerId]));
  const route = ofType(commands(), 'setRoute')[0]!.route;
  return { send, receive, producerId, inboundId, consumerId: consumer!.consumerId, route };
}
const tile = (consumerId: string, widthPx = 1_280, heightPx = 720) => ({ consumerId, widthPx, heightPx });

describe('watching', () => {
  it('starts paused, and a tile starts it with a key frame asked at once', () => {
    const { consumerId, route, inboundId } = pair();
    expect(route.paused).toBe(true);
    media.setTiles('boris', [tile(consumerId)], 10);
    expect(commands()).toEqual([
      { type: 'pauseRoute', routeId: route.routeId, paused: false },
      { type: 'requestKeyFrame', inboundId, spatialLayer: 0 },
    ]);
  });

  it('pauses what no tile names any more, and sends nothing for the same tiles again', () => {
    const { consumerId, route } = pair();
    media.setTiles('boris', [tile(consumerId)], 10);
    commands();
    media.setTiles('boris', [tile(consumerId)], 20);
    expect(commands()).toEqual([]);
    media.setTiles('boris', [], 30);
    expect(commands()).toEqual([{ type: 'pauseRoute', routeId: route.routeId, paused: true }]);
  });

  it('goes up to the layer that fills the tile as soon as it arrives', () => {
    const { consumerId, route, inboundId } = pair();
    media.setTiles('boris', [tile(consumerId)], 10);
    for (const layer of [0, 1, 2]) media.setEncodingActive(inboundId, layer, true, 20);
    const chosen = ofType(commands(), 'chooseLayer').filter(({ routeId }) => routeId === route.routeId);
    expect(chosen.map(({ spatialLayer }) => spatialLayer)).toEqual([1, 2]);
  });

  it('falls back at once when the layer is gone', () => {
    const { consumerId, inboundId } = pair();
    media.setTiles('boris', [tile(consumerId)], 10);
    for (const layer of [0, 1, 2]) media.setEncodingActive(inboundId, layer, true, 20);
    commands();
    media.setEncodingActive(inboundId, 2, false, 3_000);
    expect(ofType(commands(), 'chooseLayer')).toMatchObject([{ spatialLayer: 1 }]);
  });

  it('asks for a key frame when the transport comes up after the tiles, and not before', () => {
    const { consumerId, inboundId, receive } = pair({ connecting: true });
    media.setTiles('boris', [tile(consumerId)], 0);
    expect(ofType(commands(), 'requestKeyFrame')).toEqual([]);
    media.setTransportUp(receive.transportId, true, 100);
    expect(commands()).toEqual([{ type: 'requestKeyFrame', inboundId, spatialLayer: 0 }]);
  });

  it('steps down when receiver reports show a shortage', () => {
    const { consumerId, inboundId, route, receive } = pair();
    media.setTiles('boris', [tile(consumerId)], 0);
    for (const layer of [0, 1, 2]) media.setEncodingActive(inboundId, layer, true, 0);
    commands();
    const rates = [150_000, 500_000, 1_500_000];
    const encodings = rates.map((bitrateBps, spatialLayer) => ({
      inboundId,
      spatialLayer,
      bitrateBps,
      packets: 100,
      lostFraction: 0,
      jitterMs: 1,
      widthPx: 320 * 2 ** spatialLayer,
      heightPx: 180 * 2 ** spatialLayer,
    }));
    media.bandwidthEstimated(receive.number, 700_000);
    for (let second = 1; second <= 3; second += 1) {
      media.takeHealth(
        encodings,
        [{ routeId: route.routeId, bitrateBps: 1_500_000, lostFraction: 0.15, rttMs: 50 }],
        second * 1_000,
      );
    }
    expect(ofType(commands(), 'chooseLayer').at(-1)).toMatchObject({ spatialLayer: 1 });
  });

  it('answers the same consumer when asked twice, and leaves out what is gone', () => {
    const { receive, producerId, consumerId } = pair();
    const again = value(media.consume('boris', receive.transportId, browser, [producerId, 'gone', producerId]));
    expect(again.map((consumer) => consumer.consumerId)).toEqual([consumerId]);
  });
});

describe('who closes whom', () => {
  it('a sending transport takes its producers along, and those their consumers', () => {
    const { send, producerId, consumerId, inboundId, route } = pair();
    value(media.closeTransport('anna', send.transportId));
    const { commands: told, notices } = media.drain();
    expect(told.map(({ type }) => type)).toEqual(['removeRoute', 'removeInbound', 'removeTransport']);
    expect(told[0]).toEqual({ type: 'removeRoute', routeId: route.routeId });
    expect(told[1]).toEqual({ type: 'removeInbound', inboundId });
    expect(notices).toMatchObject([
      { type: 'producersClosed', participantId: 'anna', producerIds: [producerId] },
      { type: 'consumersClosed', participantId: 'boris', consumerIds: [consumerId] },
      { type: 'transportClosed', transportId: send.transportId },
    ] satisfies Partial<Notice>[]);
  });

  it('a receiving transport takes only its own consumers along', () => {
    const { receive, route } = pair();
    value(media.closeTransport('boris', receive.transportId));
    expect(commands()).toEqual([
      { type: 'removeRoute', routeId: route.routeId },
      { type: 'removeTransport', transportId: receive.number },
    ]);
  });

  it('a participant who goes leaves nothing behind', () => {
    pair();
    media.removeParticipant('anna');
    media.removeParticipant('boris');
    expect(media.isEmpty).toBe(true);
    expect(owners.size).toBe(0);
  });
});

describe('what others own', () => {
  it('is not found', () => {
    const { send, receive, producerId, consumerId } = pair();
    const gone = { ok: false, error: 'media_not_found' };
    expect(media.closeTransport('boris', send.transportId)).toEqual(gone);
    expect(media.closeProducer('boris', producerId)).toEqual(gone);
    expect(media.setProducerPaused('boris', producerId, true, 0)).toEqual(gone);
    expect(media.consume('anna', receive.transportId, browser, [producerId])).toEqual(gone);
    media.drain();
    media.closeConsumers('anna', [consumerId]);
    media.setTiles('anna', [tile(consumerId)], 0);
    expect(commands()).toEqual([]);
  });

  it('cannot be used in the wrong direction', () => {
    const { receive, send, producerId } = pair();
    expect(media.consume('anna', send.transportId, browser, [producerId])).toEqual({
      ok: false,
      error: 'invalid_request',
    });
    const wanted = {
      transportId: receive.transportId,
      kind: 'video',
      source: 'camera',
      rtpParameters: camera,
      paused: false,
    } as const;
    expect(media.produce('boris', wanted, 0)).toEqual({ ok: false, error: 'invalid_request' });
  });
});

describe('bounds', () => {
  it('hold for transports and for each source', () => {
    for (let count = 0; count < limits.transportsPerParticipant; count += 1) open('anna', 'send');
    expect(media.openTransport('anna', 'send')).toEqual({ ok: false, error: 'media_limit' });
    const send = open('boris', 'send');
    produceCamera('boris', send.transportId);
    const wanted = {
      transportId: send.transportId,
      kind: 'video',
      source: 'camera',
      rtpParameters: camera,
      paused: false,
    } as const;
    expect(media.produce('boris', wanted, 0)).toEqual({ ok: false, error: 'source_in_use' });
    expect(media.produce('boris', { ...wanted, source: 'microphone' }, 0)).toEqual({
      ok: false,
      error: 'invalid_request',
    });
  });
});

describe('key frames', () => {
  it('are paced for all watchers together and asked again until one comes', () => {
    const { consumerId, inboundId } = pair();
    media.setTiles('boris', [tile(consumerId)], 0);
    media.keyFrameNeeded(inboundId, 0, 100);
    media.keyFrameNeeded(inboundId, 0, 200);
    expect(ofType(commands(), 'requestKeyFrame')).toHaveLength(1);
    media.tick(limits.keyFrameRequestIntervalMs);
    expect(ofType(commands(), 'requestKeyFrame')).toHaveLength(1);
    media.tick(limits.keyFrameRequestIntervalMs + limits.keyFrameRequestRetryMs);
    expect(ofType(commands(), 'requestKeyFrame')).toHaveLength(1);
    media.keyFrameArrived(inboundId, 0);
    media.tick(60_000);
    expect(commands()).toEqual([]);
  });

  it('are not asked of a camera that is paused, and asked when it goes on', () => {
    const { consumerId, inboundId, producerId } = pair();
    media.setTiles('boris', [tile(consumerId)], 0);
    value(media.setProducerPaused('anna', producerId, true, 10));
    commands();
    media.keyFrameNeeded(inboundId, 0, 5_000);
    expect(commands()).toEqual([]);
    value(media.setProducerPaused('anna', producerId, false, 6_000));
    expect(commands()).toEqual([
      { type: 'pauseInbound', inboundId, paused: false },
      { type: 'requestKeyFrame', inboundId, spatialLayer: 0 },
    ]);
  });
});

describe('speakers', () => {
  it('are told on change, and fall silent when their packets stop', () => {
    const send = open('anna', 'send');
    produceVoice('anna', send.transportId);
    const inboundId = ofType(commands(), 'setInbound')[0]!.inbound.inboundId;
    for (let count = 0; count < 5; count += 1)
      media.hear([{ inboundId, levelDbov: 20, voice: true }], 1_000 + count * 100);
    expect(media.drain().notices).toMatchObject([{ roomId: 'meeting', speaking: ['anna'], active: 'anna' }]);
    for (let count = 0; count < 20; count += 1) media.tick(1_500 + count * 100);
    expect(media.drain().notices).toMatchObject([{ roomId: 'meeting', speaking: [], active: 'anna' }]);
  });

  it('are not the voices of a shared film', () => {
    const send = open('anna', 'send');
    value(
      media.produce(
        'anna',
        {
          transportId: send.transportId,
          kind: 'audio',
          source: 'screenSound',
          rtpParameters: microphone,
          paused: false,
        },
        0,
      ),
    );
    const inboundId = ofType(commands(), 'setInbound')[0]!.inbound.inboundId;
    for (let count = 0; count < 5; count += 1)
      media.hear([{ inboundId, levelDbov: 5, voice: true }], 1_000 + count * 100);
    expect(media.drain().notices).toEqual([]);
  });
});

describe('whatever is asked in whatever order', () => {
  it('the plane is told only of what stands, and nothing is left when all have gone', () => {
    const people = ['anna', 'boris', 'vera'];
    const act = fc.tuple(fc.nat(7), fc.constantFrom(...people), fc.nat(5), fc.nat(5));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
        owners = new Map();
        media = new ConferenceMedia('meeting', createMediaIds(1, random), owners);
        const transports: string[] = [];
        const producers: string[] = [];
        const consumers: string[] = [];
        const standing = { transports: new Set<number>(), inbounds: new Set<number>(), routes: new Set<number>() };
        const pick = (list: readonly string[], index: number) => list[index % Math.max(1, list.length)] ?? 'none';
        let nowMs = 0;
        for (const [verb, who, first, second] of acts) {
          nowMs += 77;
          if (verb === 0) {
            const opened = media.openTransport(who, first % 2 === 0 ? 'send' : 'receive');
            if (opened.ok) {
              transports.push(opened.value.transportId);
              standing.transports.add(opened.value.number);
            }
          } else if (verb === 1) {
            const made = media.produce(
              who,
              {
                transportId: pick(transports, first),
                kind: 'video',
                source: second % 2 ? 'camera' : 'screen',
                rtpParameters: camera,
                paused: false,
              },
              nowMs,
            );
            if (made.ok) producers.push(made.value);
          } else if (verb === 2) {
            const made = media.consume(who, pick(transports, first), browser, [
              pick(producers, second),
              pick(producers, first),
            ]);
            if (made.ok) consumers.push(...made.value.map(({ consumerId }) => consumerId));
          } else if (verb === 3)
            media.setTiles(who, [tile(pick(consumers, first)), tile(pick(consumers, second), 10, 10)], nowMs);
          else if (verb === 4) media.closeProducer(who, pick(producers, first));
          else if (verb === 5) media.closeTransport(who, pick(transports, first));
          else if (verb === 6) media.closeConsumers(who, [pick(consumers, first)]);
          else media.tick(nowMs);
          for (const command of media.drain().commands) check(command, standing);
        }
        for (const who of people) media.removeParticipant(who);
        for (const command of media.drain().commands) check(command, standing);
        expect([standing.transports.size, standing.inbounds.size, standing.routes.size, owners.size]).toEqual([
          0, 0, 0, 0,
        ]);
      }),
    );
  });
});

function check(
  command: Command,
  standing: { transports: Set<number>; inbounds: Set<number>; routes: Set<number> },
): void {
  const { transports, inbounds, routes } = standing;
  switch (command.type) {
    case 'setInbound':
      expect(transports.has(command.inbound.transportId)).toBe(true);
      inbounds.add(command.inbound.inboundId);
      return;
    case 'setRoute':
      expect(transports.has(command.route.transportId) && inbounds.has(command.route.inboundId)).toBe(true);
      routes.add(command.route.routeId);
      return;
    case 'removeRoute':
      expect(routes.delete(command.routeId)).toBe(true);
      return;
    case 'removeInbound':
      expect(inbounds.delete(command.inboundId)).toBe(true);
      return;
    case 'removeTransport':
      expect(transports.delete(command.transportId)).toBe(true);
      return;
    case 'chooseLayer':
    case 'pauseRoute':
      expect(routes.has(command.routeId)).toBe(true);
      return;
    case 'pauseInbound':
    case 'requestKeyFrame':
      expect(inbounds.has(command.inboundId)).toBe(true);
      return;
    default:
      expect.unreachable(command.type);
  }
}
