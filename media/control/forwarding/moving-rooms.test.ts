import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { routerRtpCapabilities } from '../router-capabilities.ts';
import { ConferenceMedia } from './conference-media.ts';
import { createMediaIds } from './media-ids.ts';
import type { Effects, MediaResult } from './records.ts';

const browser = routerRtpCapabilities();
const parameters: Record<'camera' | 'microphone', RtpParameters> = {
  camera: {
    codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] }],
    encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
  },
  microphone: {
    codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
    encodings: [{ ssrc: 7 }],
  },
};
const random = { bytes: (length: number) => new Uint8Array(length).fill(9) };
let owners: Map<number, ConferenceMedia>;
let media: ConferenceMedia;

beforeEach(() => {
  owners = new Map();
  media = new ConferenceMedia('main', createMediaIds(1, random), owners);
});

function value<T>(result: MediaResult<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const open = (who: string, direction: 'send' | 'receive') => value(media.openTransport(who, direction)).transportId;

interface Person {
  readonly receive: string;
  readonly camera: string;
  readonly microphone: string;
  /** The plane's name for the microphone. */
  readonly inboundId: number;
}

function join(who: string): Person {
  const transportId = open(who, 'send');
  const produce = (kind: 'audio' | 'video', source: 'camera' | 'microphone') => {
    const stream = { transportId, kind, source, rtpParameters: parameters[source], paused: false };
    return value(media.produce(who, stream, 0));
  };
  const camera = produce('video', 'camera');
  media.drain();
  const microphone = produce('audio', 'microphone');
  const inboundId = media
    .drain()
    .commands.flatMap((command) => (command.type === 'setInbound' ? [command.inbound.inboundId] : []))[0]!;
  return { receive: open(who, 'receive'), camera, microphone, inboundId };
}

const consume = (who: string, { receive }: Person, producerIds: readonly string[]) =>
  value(media.consume(who, receive, browser, producerIds)).map(({ consumerId }) => consumerId);
const show = (who: string, consumerIds: readonly string[]) =>
  media.setTiles(
    who,
    consumerIds.map((consumerId) => ({ consumerId, widthPx: 640, heightPx: 360 })),
    0,
  );
const types = (effects: Effects) => effects.commands.map(({ type }) => type);

describe('who goes to another room', () => {
  it('no longer receives people of the old one, nor they them, and each is told once', () => {
    const [anna, boris, vera] = [join('anna'), join('boris'), join('vera')];
    const annas = consume('anna', anna, [boris.camera, vera.camera]);
    const boriss = consume('boris', boris, [anna.camera, anna.microphone, vera.camera]);
    const veras = consume('vera', vera, [anna.camera]);
    media.drain();
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    const effects = media.drain();
    expect(types(effects)).toEqual(Array.from({ length: 5 }, () => 'removeRoute'));
    expect(effects.sound).toEqual([]);
    expect(effects.notices).toHaveLength(3);
    expect(effects.notices).toEqual(
      expect.arrayContaining([
        { type: 'consumersClosed', participantId: 'anna', consumerIds: annas },
        { type: 'consumersClosed', participantId: 'boris', consumerIds: boriss.slice(0, 2) },
        { type: 'consumersClosed', participantId: 'vera', consumerIds: veras },
      ]),
    );
    expect(consume('boris', boris, [vera.camera])).toEqual([boriss[2]]);
  });

  it('together with others never loses them', () => {
    const [anna, boris, vera] = [join('anna'), join('boris'), join('vera')];
    const kept = consume('anna', anna, [boris.camera, vera.camera]);
    media.drain();
    const moves = ['anna', 'boris'].map((participantId) => ({ participantId, roomId: 'one' }));
    media.moveParticipants(moves);
    expect(media.drain().notices).toEqual([
      { type: 'consumersClosed', participantId: 'anna', consumerIds: kept.slice(1) },
    ]);
    expect(consume('anna', anna, [boris.camera])).toEqual(kept.slice(0, 1));
  });

  it('cannot be received from elsewhere, whoever knows the ids, and is received by those who are there', () => {
    const [anna, boris, vera] = [join('anna'), join('boris'), join('vera')];
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    media.moveParticipants([{ participantId: 'vera', roomId: 'one' }]);
    expect(consume('boris', boris, [anna.camera, anna.microphone])).toEqual([]);
    expect(consume('anna', anna, [boris.camera])).toEqual([]);
    expect(consume('vera', vera, [anna.camera, anna.microphone])).toHaveLength(2);
    media.moveParticipants([{ participantId: 'vera', roomId: 'main' }]);
    expect(consume('vera', vera, [anna.camera, boris.camera])).toHaveLength(1);
  });

  it('is not touched by going where they are', () => {
    const [anna, boris] = [join('anna'), join('boris')];
    consume('boris', boris, [anna.camera]);
    media.drain();
    media.moveParticipants([{ participantId: 'anna', roomId: 'main' }]);
    expect(media.drain()).toEqual({ commands: [], sound: [], recorder: [], notices: [] });
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    media.drain();
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    expect(media.drain()).toEqual({ commands: [], sound: [], recorder: [], notices: [] });
  });

  it('keeps the mix under the same consumer, which is the new room at once', () => {
    const [anna, boris] = [join('anna'), join('boris')];
    const mix = consume('anna', anna, [mixProducerId]);
    show('anna', mix);
    consume('boris', boris, [mixProducerId]);
    media.drain();
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    const effects = media.drain();
    expect([effects.commands, effects.notices]).toEqual([[], []]);
    expect(effects.sound).toMatchObject([
      { type: 'setMicrophone', microphone: { inboundId: anna.inboundId, ownerId: 'anna', roomId: 'one' } },
      { type: 'setListener', listener: { ownerId: 'anna', roomId: 'one', paused: false } },
    ]);
    expect(consume('anna', anna, [mixProducerId])).toEqual(mix);
    // Boris has never listened: the mixer does not know him.
    media.moveParticipants([{ participantId: 'boris', roomId: 'one' }]);
    expect(media.drain().sound).toMatchObject([
      { type: 'setMicrophone', microphone: { inboundId: boris.inboundId, roomId: 'one' } },
    ]);
  });

  it('takes a mix along that rests at the moment', () => {
    const anna = join('anna');
    const mix = consume('anna', anna, [mixProducerId]);
    show('anna', mix);
    show('anna', []);
    media.drain();
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    expect(media.drain().sound).toMatchObject([{ type: 'setListener', listener: { roomId: 'one', paused: true } }]);
    show('anna', mix);
    expect(media.drain().sound).toMatchObject([
      { type: 'setListener', listener: { roomId: 'one', paused: false } },
      { type: 'setMicrophone', microphone: { roomId: 'one' } },
    ]);
  });
});

describe('who goes before they have media', () => {
  it('finds it in their room, until they are removed', () => {
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    expect([media.drain(), media.isEmpty]).toEqual([{ commands: [], sound: [], recorder: [], notices: [] }, false]);
    const [anna, boris] = [join('anna'), join('boris')];
    expect(consume('boris', boris, [anna.camera])).toEqual([]);
    show('anna', consume('anna', anna, [mixProducerId]));
    expect(media.drain().sound).toMatchObject([
      { type: 'setListener', listener: { ownerId: 'anna', roomId: 'one' } },
      { type: 'setMicrophone', microphone: { ownerId: 'anna', roomId: 'one' } },
      { type: 'setMicrophone', microphone: { ownerId: 'boris', roomId: 'main' } },
    ]);
    media.removeParticipant('anna');
    expect(consume('boris', boris, [join('anna').camera])).toHaveLength(1);
  });

  it('is forgotten when they are removed or all is closed, and in the main room nothing is remembered', () => {
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    media.moveParticipants([{ participantId: 'anna', roomId: 'main' }]);
    expect(media.isEmpty).toBe(true);
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    media.removeParticipant('anna');
    expect(media.isEmpty).toBe(true);
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    join('anna');
    media.close();
    expect([media.isEmpty, owners.size]).toEqual([true, 0]);
  });
});

describe('speakers', () => {
  const speakers = () => media.drain().notices.filter(({ type }) => type === 'speakers');
  let nowMs = 1_000;
  const talk = (...talking: readonly Person[]) => {
    for (let count = 0; count < 5; count += 1) {
      media.hear(
        talking.map(({ inboundId }) => ({ inboundId, levelDbov: 20, voice: true })),
        nowMs,
      );
      nowMs += 100;
    }
  };

  it('are those of each room, told of each room', () => {
    const [anna, boris] = [join('anna'), join('boris')];
    media.moveParticipants([{ participantId: 'boris', roomId: 'one' }]);
    talk(anna, boris);
    expect(speakers()).toEqual([
      { type: 'speakers', roomId: 'main', speaking: ['anna'], active: 'anna' },
      { type: 'speakers', roomId: 'one', speaking: ['boris'], active: 'boris' },
    ]);
    for (let count = 0; count < 10; count += 1) talk(anna);
    expect(speakers()).toEqual([{ type: 'speakers', roomId: 'one', speaking: [], active: 'boris' }]);
  });

  it('leave the room that they go from, and speak in the one that they come to', () => {
    const anna = join('anna');
    join('boris');
    talk(anna);
    speakers();
    media.moveParticipants([{ participantId: 'anna', roomId: 'one' }]);
    expect(speakers()).toEqual([{ type: 'speakers', roomId: 'main', speaking: [], active: null }]);
    talk(anna);
    expect(speakers()).toEqual([{ type: 'speakers', roomId: 'one', speaking: ['anna'], active: 'anna' }]);
    media.moveParticipants([{ participantId: 'anna', roomId: 'two' }]);
    expect(speakers()).toEqual([{ type: 'speakers', roomId: 'one', speaking: [], active: null }]);
  });

  it('make the picture go first that is theirs, in their own room only', () => {
    const [anna, boris, vera] = [join('anna'), join('boris'), join('vera')];
    for (const name of ['anna', 'boris', 'vera']) media.moveParticipants([{ participantId: name, roomId: 'one' }]);
    join('dina');
    const shown = consume('vera', vera, [anna.camera, boris.camera]);
    show('vera', shown);
    talk(boris);
    const cameras = [anna, boris].map(({ inboundId }) => inboundId - 1);
    for (const inboundId of cameras) {
      for (const layer of [0, 1, 2]) media.setEncodingActive(inboundId, layer, true, nowMs);
    }
    const encodings = cameras.flatMap((inboundId) =>
      [150_000, 500_000, 1_500_000].map((bitrateBps, spatialLayer) => ({
        inboundId,
        spatialLayer,
        bitrateBps,
        packets: 100,
        lostFraction: 0,
        jitterMs: 1,
        widthPx: 320 * 2 ** spatialLayer,
        heightPx: 180 * 2 ** spatialLayer,
      })),
    );
    const { number } = value(media.transport('vera', vera.receive));
    media.setTransportUp(vera.receive, true, nowMs);
    media.bandwidthEstimated(number, 700_000);
    const routeIds = shown.map((consumerId) => Number.parseInt(consumerId.split('-')[1]!, 36));
    const layers = new Map<number, number>();
    for (let second = 0; second < 5; second += 1) {
      nowMs += 1_000;
      talk(boris);
      const routes = routeIds.map((routeId) => ({ routeId, bitrateBps: 700_000, lostFraction: 0.15, rttMs: 50 }));
      media.takeHealth(encodings, routes, nowMs);
      for (const command of media.drain().commands)
        if (command.type === 'chooseLayer') layers.set(command.routeId, command.spatialLayer);
    }
    expect(layers.get(routeIds[1]!)).toBeGreaterThan(layers.get(routeIds[0]!)!);
  });
});
