import type { Call } from '@veche/client/call.ts';
import type { NotificationParams } from '@veche/contracts/signalling/notifications.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCall } from './fixtures/scripted-call.ts';
import type { ScriptedServer } from './scripted-server.ts';

let scripted: ScriptedCall;
let server: ScriptedServer;
let call: Call;

beforeEach(async () => {
  scripted = await ScriptedCall.open();
  ({ server, call } = scripted);
  await call.join();
});
afterEach(() => scripted.close());

const changesTo = (videoCodec: NotificationParams<'videoCodecChanged'>['videoCodec']) =>
  server.notify({ method: 'videoCodecChanged', params: { videoCodec } });
const sendsCamera = async () => {
  await call.publish('camera', scripted.camera());
  await expect.poll(() => call.state.publishing.camera).toBe('on');
};
const produced = () => server.asked.filter(({ method }) => method === 'produce').map(({ params }) => params);
const closed = () =>
  server.asked.filter(({ method }) => method === 'closeProducer').map(({ params }) => params.producerId);
const own = (nth: number) => server.ownProducers[nth]?.producerId;

describe('R3: the codec of the meeting’s pictures', () => {
  it('is asked of nobody who has not said that they have it', () => {
    // libwebrtc in Node has no H.264.
    expect(server.asked.find(({ method }) => method === 'join')?.params.videoCodecs).toEqual(['vp8']);
  });

  it('changes under way: the new picture comes beside the old one, which ends a second later', async () => {
    await sendsCamera();
    await call.publish('microphone', scripted.microphone());
    const first = server.ownProducers.find(({ source }) => source === 'camera')?.producerId;
    const publishing: string[] = [];
    call.subscribe(() => publishing.push(call.state.publishing.camera));
    changesTo('vp8');
    await expect.poll(() => produced().length).toBe(3);
    expect(produced()[2]).toMatchObject({ source: 'camera', replaces: first, paused: false });
    expect(closed()).toEqual([]);
    await expect.poll(closed, { timeout: 3_000 }).toEqual([first]);
    expect(new Set(publishing)).toEqual(new Set(['on']));
  });

  it('changes once, however often it is told', async () => {
    await sendsCamera();
    for (let times = 0; times < 3; times += 1) changesTo('vp8');
    await expect.poll(() => produced().length).toBe(2);
    await expect.poll(closed, { timeout: 3_000 }).toHaveLength(1);
    expect(produced()).toHaveLength(2);
  });

  it('changes to and fro with two pictures at the server at most', async () => {
    await sendsCamera();
    changesTo('vp8');
    await expect.poll(() => produced().length).toBe(2);
    changesTo('h264');
    await expect.poll(() => produced().length).toBe(3);
    const order = server.asked.flatMap(({ method, params }) =>
      method === 'produce'
        ? [`produce beside ${params.replaces ?? 'none'}`]
        : method === 'closeProducer'
          ? ['close']
          : [],
    );
    expect(order).toEqual(['produce beside none', `produce beside ${own(0)}`, 'close', `produce beside ${own(1)}`]);
  });

  it('a camera that is paused or taken back meanwhile leaves nothing behind', async () => {
    await sendsCamera();
    changesTo('vp8');
    await expect.poll(() => produced().length).toBe(2);
    await call.setPaused('camera', true);
    expect(closed()).toEqual([own(0)]);
    await call.unpublish('camera');
    expect(closed()).toEqual([own(0), own(1)]);
  });

  it('a picture of which the server knows from before a cut, and nobody here, is closed after it', async () => {
    await sendsCamera();
    server.ownProducers.push({ producerId: 'stray', kind: 'video', source: 'camera', paused: false });
    server.cut();
    await expect.poll(closed, { timeout: 5_000 }).toEqual(['stray']);
    expect(call.state.publishing.camera).toBe('on');
  });

  it('a refused change leaves the picture as it was', async () => {
    await sendsCamera();
    server.refusal = 'media_limit';
    changesTo('vp8');
    await expect.poll(() => produced().length).toBe(2);
    server.refusal = undefined;
    await call.publish('microphone', scripted.microphone());
    expect(call.state.publishing.camera).toBe('on');
    expect(closed()).toEqual([]);
  });
});
