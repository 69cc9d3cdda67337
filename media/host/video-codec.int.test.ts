import { randomUUID } from 'node:crypto';
import type { VideoCodec } from '@veche/contracts/signalling/conference-view.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routerRtpCapabilities } from '../control/router-capabilities.ts';
import { screen } from './fixtures/every-call.ts';
import { type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';

let server: RunningMediaServer;
beforeAll(async () => {
  server = await runMediaServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function joins(conferenceId: string, videoCodecs?: VideoCodec[]) {
  const peer = await server.open();
  const participantToken = server.token({ conferenceId });
  const joined = await peer.call('join', { participantToken, ...(videoCodecs === undefined ? {} : { videoCodecs }) });
  return { peer, joined, videoCodec: joined.conference.videoCodec };
}
const both: VideoCodec[] = ['h264', 'vp8'];
const withoutH264 = () => {
  const { codecs = [], ...others } = routerRtpCapabilities();
  return { ...others, codecs: codecs.filter(({ mimeType }) => mimeType !== 'video/H264') };
};

describe('R3: the codec of a meeting’s pictures', () => {
  it('is told with the answer to join, and to the others when it changes', async () => {
    const conferenceId = randomUUID();
    const anna = await joins(conferenceId, both);
    const boris = await joins(conferenceId, both);
    expect([anna.videoCodec, boris.videoCodec]).toEqual(['h264', 'h264']);
    const old = await joins(conferenceId);
    expect(old.videoCodec).toBe('vp8');
    for (const { peer } of [anna, boris]) {
      expect(await peer.notified('videoCodecChanged')).toEqual({ videoCodec: 'vp8' });
    }
    expect(old.peer.methodsHeard()).not.toContain('videoCodecChanged');
  });

  it('follows what somebody wants to consume, whatever they said at the door', async () => {
    const conferenceId = randomUUID();
    const anna = await joins(conferenceId, both);
    const boris = await joins(conferenceId, both);
    const { transportId } = await boris.peer.call('createTransport', { direction: 'receive' });
    const consume = (rtpCapabilities: ReturnType<typeof routerRtpCapabilities>) =>
      boris.peer.call('consume', { transportId, rtpCapabilities, producerIds: ['p-none'] });
    await consume(routerRtpCapabilities());
    expect(anna.peer.methodsHeard()).not.toContain('videoCodecChanged');
    await consume(withoutH264());
    expect(await anna.peer.notified('videoCodecChanged')).toEqual({ videoCodec: 'vp8' });
  });

  it('a screen goes over with its sound: nobody is left without either', async () => {
    const conferenceId = randomUUID();
    const anna = await joins(conferenceId, both);
    const boris = await joins(conferenceId, both);
    const { transportId } = await anna.peer.call('createTransport', { direction: 'send' });
    const produce = (mid: string, ssrc: number, replaces?: string) =>
      anna.peer.call('produce', {
        transportId,
        kind: 'video',
        source: 'screen',
        rtpParameters: { ...screen, mid, encodings: [{ ssrc }] },
        paused: false,
        ...(replaces === undefined ? {} : { replaces }),
      });
    const first = await produce('0', 1_001);
    await anna.peer.call('produce', {
      transportId,
      kind: 'audio',
      source: 'screenSound',
      rtpParameters: {
        mid: '1',
        codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
        encodings: [{ ssrc: 2_001 }],
      },
      paused: false,
    });
    await expect(produce('2', 1_002)).rejects.toMatchObject({ code: 'source_in_use' });
    const second = await produce('3', 1_003, first.producerId);
    await boris.peer.notified('producerAdded', ({ producer }) => producer.producerId === second.producerId);
    await anna.peer.call('closeProducer', { producerId: first.producerId });
    await boris.peer.notified('producerRemoved', ({ producerId }) => producerId === first.producerId);
    // Whatever follows from it has been told by the time that another call is.
    await anna.peer.call('raiseHand', { raised: true });
    await boris.peer.notified('participantChanged', ({ handOrder }) => handOrder != null);
    expect(boris.peer.methodsHeard().filter((method) => method === 'producerRemoved')).toHaveLength(1);
  });
});
