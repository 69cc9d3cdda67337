import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities, RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { routerRtpCapabilities } from '../router-capabilities.ts';
import { ConferenceMedia } from './conference-media.ts';
import { createMediaIds } from './media-ids.ts';
import type { Effects, MediaResult } from './records.ts';

const microphone: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 7 }],
};
let media: ConferenceMedia;

beforeEach(() => {
  media = new ConferenceMedia(
    'meeting',
    createMediaIds(1, { bytes: (length) => new Uint8Array(length).fill(9) }),
    new Map(),
  );
});

function value<T>(result: MediaResult<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const only = (codec: string): RtpCapabilities => {
  const { codecs = [], headerExtensions = [] } = routerRtpCapabilities();
  return { codecs: codecs.filter(({ mimeType }) => mimeType === codec), headerExtensions };
};

function speak(name: string, source: 'microphone' | 'screenSound' = 'microphone', paused = false): string {
  const { transportId } = value(media.openTransport(name, 'send'));
  return value(media.produce(name, { transportId, kind: 'audio', source, rtpParameters: microphone, paused }, 0));
}

function consumeMix(name: string, capabilities = routerRtpCapabilities()) {
  const { transportId } = value(media.openTransport(name, 'receive'));
  const [consumer] = value(media.consume(name, transportId, capabilities, [mixProducerId]));
  return consumer;
}
const listen = (name: string, capabilities?: RtpCapabilities) => {
  const consumer = consumeMix(name, capabilities)!;
  media.setTiles(name, [{ consumerId: consumer.consumerId, widthPx: 0, heightPx: 0 }], 0);
  return consumer;
};
const sound = ({ sound: told }: Effects) => told.map(({ type }) => type);
const taps = ({ commands }: Effects) =>
  commands.flatMap((command) => (command.type === 'tapInbound' ? [command.tapped] : []));

describe('the mix', () => {
  it('costs nothing while nobody listens to it', () => {
    speak('anna');
    consumeMix('boris');
    const effects = media.drain();
    expect([sound(effects), taps(effects)]).toEqual([[], []]);
  });

  it('takes all sounds when somebody listens, those that come later too, and lets go of them when nobody does', () => {
    speak('anna');
    media.drain();
    const { consumerId } = listen('boris');
    const begun = media.drain();
    expect([sound(begun), taps(begun)]).toEqual([['setListener', 'setMicrophone'], [true]]);
    speak('vera');
    const later = media.drain();
    expect([sound(later), taps(later)]).toEqual([['setMicrophone'], [true]]);
    media.setTiles('boris', [], 10);
    const ended = media.drain();
    expect([sound(ended), taps(ended)]).toEqual([
      ['setListener', 'removeMicrophone', 'removeMicrophone'],
      [false, false],
    ]);
    media.closeConsumers('boris', [consumerId]);
    expect(media.drain().commands.map(({ type }) => type)).toEqual(['removeRoute', 'removeInbound']);
  });

  it('is one origin for all receivers of a format, as good as each of them decodes', () => {
    const opus = listen('anna');
    const again = listen('boris');
    const g722 = listen('vera', only('audio/G722'));
    const { commands } = media.drain();
    const origins = commands.flatMap((command) => (command.type === 'setOrigin' ? [command.origin.format] : []));
    const routes = commands.flatMap((command) => (command.type === 'setRoute' ? [command.route] : []));
    expect(origins).toEqual(['opus', 'g722']);
    expect(routes[0]!.inboundId).toBe(routes[1]!.inboundId);
    expect(routes[2]!.payloadType).toBe(9);
    expect(
      [opus, again, g722].map(({ producerId, rtpParameters }) => [producerId, rtpParameters.codecs[0]!.mimeType]),
    ).toEqual([
      ['mix', 'audio/opus'],
      ['mix', 'audio/opus'],
      ['mix', 'audio/G722'],
    ]);
  });

  it('is left out for a receiver that decodes no sound of ours', () => {
    expect(consumeMix('anna', { codecs: [], headerExtensions: [] })).toBeUndefined();
  });

  it('knows whose each microphone is, how it is treated, and when it is muted', () => {
    const producerId = speak('anna');
    speak('anna-screen', 'screenSound');
    listen('boris');
    expect(media.drain().sound.slice(1)).toMatchObject([
      { microphone: { ownerId: 'anna', source: 'microphone', treatment: 'suppressed', paused: false, format: 'opus' } },
      { microphone: { ownerId: 'anna-screen', source: 'screenSound' } },
    ]);
    value(media.setVoiceTreatment('anna', producerId, 'original'));
    value(media.setProducerPaused('anna', producerId, true, 0));
    expect(media.drain().sound).toMatchObject([
      { microphone: { treatment: 'original', paused: false } },
      { microphone: { treatment: 'original', paused: true } },
    ]);
    expect(media.setVoiceTreatment('boris', producerId, 'plain')).toEqual({ ok: false, error: 'media_not_found' });
    value(media.closeProducer('anna', producerId));
    expect(media.drain().sound).toMatchObject([{ type: 'removeMicrophone' }]);
  });
});

describe('speakers of a meeting that is mixed', () => {
  function speakers() {
    return media.drain().notices.filter(({ type }) => type === 'speakers');
  }

  it('come from cleaned speech: what packets say and noise, however loud, count for nothing', () => {
    speak('anna');
    speak('boris');
    listen('vera');
    const [anna, boris] = media
      .drain()
      .commands.flatMap((command) => (command.type === 'setInbound' ? [command.inbound.inboundId] : []));
    for (let nowMs = 1_000; nowMs < 2_000; nowMs += 100) {
      media.hear([{ inboundId: boris!, levelDbov: 5, voice: true }], nowMs);
      media.hearMixed(
        [
          { inboundId: anna!, levelDbov: 35, voice: true, delayMs: 20 },
          { inboundId: boris!, levelDbov: 10, voice: false, delayMs: 20 },
        ],
        nowMs,
      );
    }
    expect(speakers()).toEqual([{ type: 'speakers', roomId: 'meeting', speaking: ['anna'], active: 'anna' }]);
  });

  it('are told of a microphone that makes no sense', () => {
    const producerId = speak('anna');
    const inboundId = media
      .drain()
      .commands.flatMap((command) => (command.type === 'setInbound' ? [command.inbound.inboundId] : []))[0]!;
    media.microphoneReadable({ inboundId, readable: false });
    media.microphoneReadable({ inboundId: 4_711, readable: false });
    expect(media.drain().notices).toEqual([
      { type: 'microphoneReadable', participantId: 'anna', producerId, readable: false },
    ]);
  });
});
