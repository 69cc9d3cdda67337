/**
 * Clients of every kind in a meeting that is mixed, on the whole way: DTLS-SRTP by werift, the real worker and its sound thread. What they send is made
 * by our codecs, what listeners get is decoded by them, and the tone in it is measured.
 */
import { randomUUID } from 'node:crypto';
import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOpus, opusLowDelay, opusRequest } from '../../audio/codecs/opus-library.ts';
import type { SoundDecoder, SoundFormat } from '../../audio/codecs/sound-codec.ts';
import { loadSoundLibrary } from '../../audio/codecs/sound-library.ts';
import { type Peer, type RunningMediaServer, runMediaServer } from '../fixtures/running-media-server.ts';
import { openReceiving, openSending } from './sound-sessions.ts';
import { werift } from './werift-stack.ts';

const library = await loadSoundLibrary();
const opus = await loadOpus();
const stops: (() => void)[] = [];
let server: RunningMediaServer;
beforeAll(async () => {
  server = await runMediaServer();
});
afterAll(async () => {
  for (const stop of stops.splice(0)) stop();
  await server[Symbol.asyncDispose]();
});

const mimeTypes = { opus: 'audio/opus', g722: 'audio/G722', pcmu: 'audio/PCMU', pcma: 'audio/PCMA' } as const;
const sample = (hz: number, at: number, gain = 0.2) => gain * Math.sin((2 * Math.PI * hz * at) / 48_000);

interface Stream {
  readonly format: SoundFormat;
  readonly packetMs: number;
  /** The `nth` packet's payload. */
  payload(nth: number): Uint8Array;
}

function plainTone(format: 'pcmu' | 'pcma' | 'g722', hz: number): Stream {
  const encoder = library.encoder(format);
  const frame = new Float32Array(960);
  return {
    format,
    packetMs: 20,
    payload(nth) {
      for (let i = 0; i < 960; i++) frame[i] = sample(hz, nth * 960 + i);
      return encoder.encode(frame).slice();
    },
  };
}

/** Opus with any frame, straight from the library. */
function opusTone(hz: number, packetMs: number, channels: 1 | 2, bitrateBps: number): Stream {
  const { exports, memory } = opus;
  const samples = packetMs * 48;
  const state = exports.malloc(exports.opus_encoder_get_size(channels));
  exports.opus_encoder_init(state, 48_000, channels, opusLowDelay + (packetMs > 20 ? -2 : 0));
  exports.opus_encoder_ctl_set(state, opusRequest.bitrate, bitrateBps);
  const pcm = exports.malloc(samples * channels * 2);
  const out = exports.malloc(4_000);
  return {
    format: 'opus',
    packetMs,
    payload(nth) {
      for (let i = 0; i < samples * channels; i++) {
        memory.shorts[(pcm >> 1) + i] = 32_767 * sample(hz, nth * samples + Math.floor(i / channels));
      }
      const bytes = exports.opus_encode(state, pcm, samples, out, 4_000);
      if (bytes <= 0) throw new Error(`libopus said ${bytes}`);
      return memory.bytes.slice(out, out + bytes);
    },
  };
}

async function speak(peer: Peer, { format, packetMs, payload }: Stream): Promise<string> {
  const clockRate = format === 'opus' ? 48_000 : 8_000;
  const codec = { mimeType: mimeTypes[format], clockRate, channels: format === 'opus' ? 2 : 1 };
  const { producerId, sender, send } = await openSending(peer, werift, codec, 'plain');
  let nth = 0;
  const startedMs = performance.now();
  const talking = setInterval(() => {
    for (; nth * packetMs <= performance.now() - startedMs; nth++) {
      send(nth, nth * packetMs * (clockRate / 1_000), payload(nth));
    }
  }, 5);
  stops.push(() => {
    clearInterval(talking);
    sender.close();
  });
  return producerId;
}

/** The mix in the only format that this listener knows. Answers how much of a tone is in the newest half second. */
async function listen(peer: Peer, format: SoundFormat, router: RtpCapabilities): Promise<(hz: number) => number> {
  const codecs = router.codecs!.filter(({ mimeType }) => mimeType === mimeTypes[format]);
  const decoder: SoundDecoder = library.decoder(format);
  const left = new Float32Array(5_760);
  const right = new Float32Array(5_760);
  const heard = new Float32Array(24_000);
  const { consumer, receiver } = await openReceiving(peer, werift, { ...router, codecs }, mixProducerId, (payload) => {
    const count = Math.max(0, decoder.decode(payload, left, right));
    heard.copyWithin(0, count);
    heard.set(left.subarray(0, count), heard.length - count);
  });
  stops.push(() => receiver.close());
  expect(consumer.rtpParameters.codecs[0]!.mimeType).toBe(mimeTypes[format]);
  return (hz) => {
    let cosine = 0;
    let sine = 0;
    for (let i = 0; i < heard.length; i++) {
      cosine += heard[i]! * Math.cos((2 * Math.PI * hz * i) / 48_000);
      sine += heard[i]! * Math.sin((2 * Math.PI * hz * i) / 48_000);
    }
    return (2 * Math.hypot(cosine, sine)) / heard.length;
  };
}

async function meet() {
  const conferenceId = randomUUID();
  const enter = async (name: string) => server.join(server.token({ conferenceId, name }));
  return { odd: await enter('Odd'), other: await enter('Other'), third: await enter('Third') };
}
/** Of a tone of 0.2. On a busy machine the buffer bends it, and it takes longer until it is heard so. */
const heardFrom = 0.15;
const soon = { timeout: 25_000, interval: 100 };

describe('a client with an old codec', () => {
  it.each(['pcmu', 'pcma', 'g722'] as const)('%s is heard, and hears', async (format) => {
    const { odd, other } = await meet();
    const oddHears = await listen(odd.peer, format, odd.joined.routerRtpCapabilities);
    const otherHears = await listen(other.peer, 'opus', other.joined.routerRtpCapabilities);
    await speak(odd.peer, plainTone(format, 440));
    await speak(other.peer, opusTone(700, 20, 1, 48_000));
    await expect.poll(() => otherHears(440), soon).toBeGreaterThan(heardFrom);
    await expect.poll(() => oddHears(700), soon).toBeGreaterThan(heardFrom);
    expect(oddHears(440)).toBeLessThan(0.01);
  });
});

describe('a client with unusual Opus', () => {
  it.each([
    ['stereo at 510 kbit/s', 20, 2, 510_000],
    ['frames of 2.5 ms', 2.5, 1, 128_000],
    ['frames of 60 ms', 60, 1, 48_000],
  ] as const)('%s is heard', async (_what, packetMs, channels, bitrateBps) => {
    const { odd, other } = await meet();
    const hears = await listen(other.peer, 'opus', other.joined.routerRtpCapabilities);
    await speak(odd.peer, opusTone(440, packetMs, channels, bitrateBps));
    await expect.poll(() => hears(440), soon).toBeGreaterThan(heardFrom);
  });

  it('that is garbage is told so in words, is left out, and disturbs nobody', async () => {
    const { odd, other, third } = await meet();
    const hears = await listen(third.peer, 'opus', third.joined.routerRtpCapabilities);
    await speak(other.peer, opusTone(440, 20, 1, 48_000));
    await expect.poll(() => hears(440), soon).toBeGreaterThan(heardFrom);
    let seed = 1;
    const producerId = await speak(odd.peer, {
      format: 'opus',
      packetMs: 20,
      payload: () =>
        Uint8Array.from({ length: 90 }, () => {
          seed = (seed * 48_271) % 2_147_483_647;
          return seed & 0xff;
        }),
    });
    expect(await odd.peer.notified('microphoneReadable')).toEqual({ producerId, readable: false });
    await expect.poll(() => hears(440), soon).toBeGreaterThan(heardFrom);
    expect(other.peer.methodsHeard()).not.toContain('microphoneReadable');
  });
});
