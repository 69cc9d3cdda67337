import { systemClock } from '@veche/kernel/clock.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SoundThread } from '../../audio/thread/sound-thread.ts';
import { routerRtpCapabilities } from '../../control/router-capabilities.ts';
import type { Plane } from '../../plane/plane.ts';
import type { RecorderThread } from '../../recorder/thread/recorder-thread.ts';
import type { FromWorker, MediaCall } from '../worker-protocol.ts';
import { MediaWorker } from './media-worker.ts';
import { systemRandom } from './system-random.ts';

const conferenceId = 'meeting';
let worker: MediaWorker;
let said: FromWorker[];

beforeEach(() => {
  said = [];
  const counters = () => [];
  const close = () => Promise.resolve();
  worker = new MediaWorker(
    { generation: 1, listenAddresses: ['127.0.0.1'], port: 0, announcedAddresses: [], spoolFolder: '' },
    {
      createPlane: () => ({ apply: () => undefined, counters, close }) as unknown as Plane,
      createSound: () =>
        ({ obey: () => undefined, receive: () => undefined, counters, close }) as unknown as SoundThread,
      createRecorder: () =>
        ({ obey: () => undefined, receive: () => undefined, counters, close }) as unknown as RecorderThread,
      networkInterfaces: () => [],
      openTimers: () => 0,
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      post: (message) => said.push(message),
    },
  );
});
afterEach(() => worker.close());

function ask(participantId: string, call: MediaCall): object {
  worker.handle({ type: 'call', callId: 1, conferenceId, participantId, call });
  const answer = said.findLast(({ type }) => type === 'answer');
  if (answer?.type !== 'answer') throw new Error(JSON.stringify(said));
  return answer.result;
}
function conferences(): number | undefined {
  worker.handle({ type: 'ping', pingId: 1 });
  const pong = said.findLast(({ type }) => type === 'pong');
  return pong?.type === 'pong' ? new Map(pong.counters).get('conferences') : undefined;
}
const move = (participantId: string, roomId: string) =>
  worker.handle({ type: 'moveParticipants', conferenceId, moves: [{ participantId, roomId }] });
const transport = (participantId: string, direction: 'send' | 'receive') =>
  ask(participantId, { method: 'createTransport', params: { direction } }) as { transportId: string };
function speak(participantId: string): string {
  const { transportId } = transport(participantId, 'send');
  const codec = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 };
  const params = {
    transportId,
    kind: 'audio' as const,
    source: 'microphone' as const,
    rtpParameters: { codecs: [codec], encodings: [{ ssrc: 7 }] },
    paused: false,
  };
  return (ask(participantId, { method: 'produce', params }) as { producerId: string }).producerId;
}
function hears(participantId: string, producerId: string): boolean {
  const { transportId } = transport(participantId, 'receive');
  const params = { transportId, rtpCapabilities: routerRtpCapabilities(), producerIds: [producerId] };
  return (ask(participantId, { method: 'consume', params }) as { consumers: object[] }).consumers.length === 1;
}

describe('a worker that is told who is in which room', () => {
  it('holds to it for people whose media come later', () => {
    move('anna', 'one');
    move('boris', 'one');
    const annas = speak('anna');
    expect([hears('boris', annas), hears('vera', annas)]).toEqual([true, false]);
    move('vera', 'one');
    expect(hears('vera', annas)).toBe(true);
  });

  it('tells who has lost what by a move', () => {
    const annas = speak('anna');
    hears('boris', annas);
    move('boris', 'one');
    expect(said.filter(({ type }) => type === 'news')).toMatchObject([
      { conferenceId, news: { type: 'consumersClosed', participantId: 'boris' } },
    ]);
  });

  it('keeps nothing of a conference that nobody is in', () => {
    move('anna', 'one');
    expect(conferences()).toBe(1);
    worker.handle({ type: 'removeParticipant', conferenceId, participantId: 'anna' });
    expect(conferences()).toBe(0);
    move('anna', conferenceId);
    expect(conferences()).toBe(0);
    move('anna', 'one');
    speak('anna');
    worker.handle({ type: 'closeConference', conferenceId });
    expect(conferences()).toBe(0);
  });
});
