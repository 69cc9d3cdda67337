import { Call } from '@veche/client/call.ts';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import type { MethodParams } from '@veche/contracts/signalling/methods.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCall, theirCamera, theirMicrophone } from './fixtures/scripted-call.ts';
import { nodeEnvironment } from './node-environment.ts';
import { person, type ScriptedServer } from './scripted-server.ts';

let scripted: ScriptedCall;
let server: ScriptedServer;
let call: Call;

beforeEach(async () => {
  scripted = await ScriptedCall.open();
  ({ server, call } = scripted);
});
afterEach(() => scripted.close());

const camera = () => scripted.camera();
const microphone = () => scripted.microphone();
const times = (method: string) => scripted.times(method);
type Joining = MethodParams<'join'>;
const self = () => call.state.participants.find(({ isSelf }) => isSelf);

describe('joining', () => {
  it('takes the place and shows who is there', async () => {
    server.others = [person('anna')];
    await call.join();
    expect(call.state).toMatchObject({
      connection: { name: 'connected' },
      selfId: 'self',
      conference: { name: 'Standup' },
    });
    expect(call.state.participants.map(({ name }) => name).sort()).toEqual(['anna', 'self']);
    expect(server.methods()[0]).toBe('join');
  });

  it('fails in words when the server refuses', async () => {
    server.refusal = 'conference_ended';
    await expect(call.join()).rejects.toMatchObject({ code: 'conference_ended', retryable: false });
    expect(call.state.connection).toMatchObject({
      name: 'ended',
      reason: 'failed',
      error: { code: 'conference_ended' },
    });
  });

  it('counts media as up while there is nothing to carry', async () => {
    await call.join();
    await expect.poll(() => call.state.media).toBe('up');
  });
});

describe('publishing', () => {
  it('sends a camera in layers named by rid and a microphone with DTX and FEC', async () => {
    await call.join();
    await Promise.all([call.publish('camera', camera()), call.publish('microphone', microphone())]);
    await expect.poll(() => call.state.publishing).toMatchObject({ camera: 'on', microphone: 'on' });
    const [first, second] = server.asked.filter(({ method }) => method === 'produce').map(({ params }) => params);
    const video = first?.kind === 'video' ? first : second;
    const audio = first?.kind === 'video' ? second : first;
    expect(video).toMatchObject({ source: 'camera', rtpParameters: { encodings: [{ rid: 'r0' }, { rid: 'r1' }] } });
    expect(audio).toMatchObject({
      source: 'microphone',
      rtpParameters: { codecs: [{ mimeType: 'audio/opus', parameters: { usedtx: 1, useinbandfec: 1 } }] },
    });
  });

  it('keeps what was published before joining until media stands', async () => {
    const published = call.publish('microphone', microphone());
    expect(call.state.publishing.microphone).toBe('starting');
    await published;
    await call.join();
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    expect(self()?.producers).toMatchObject([{ source: 'microphone', paused: false }]);
  });

  it('mutes and resumes at once for oneself and tells the server', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    const muted = call.setPaused('microphone', true);
    expect(self()?.producers).toMatchObject([{ paused: true }]);
    await muted;
    expect(server.last('setProducerPaused')).toMatchObject({ paused: true });
    await call.setPaused('microphone', false);
    expect(server.last('setProducerPaused')).toMatchObject({ paused: false });
    expect(call.state.publishing.microphone).toBe('on');
  });

  it('starts muted when it was muted before media stood', async () => {
    await call.publish('microphone', microphone());
    await call.setPaused('microphone', true);
    await call.join();
    await expect.poll(() => server.last('produce')).toMatchObject({ paused: true });
    expect(call.state.publishing.microphone).toBe('paused');
  });

  it('changes the device without a new producer', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    const other = microphone();
    await call.replaceTrack('microphone', other);
    expect(call.track('self', 'microphone')).toBe(other);
    expect(times('produce')).toBe(1);
  });

  it('takes a stream back', async () => {
    await call.join();
    await call.publish('camera', camera());
    await expect.poll(() => call.state.publishing.camera).toBe('on');
    await call.unpublish('camera');
    expect(call.state.publishing.camera).toBe('off');
    expect(self()?.producers).toEqual([]);
    expect(times('closeProducer')).toBe(1);
  });
});

describe('receiving', () => {
  it('consumes everything in one request and names sound and the shown pictures', async () => {
    server.others = [person('anna', [theirMicrophone, theirCamera])];
    call.setTiles([{ participantId: 'anna', source: 'camera', widthPx: 640, heightPx: 360 }]);
    await call.join();
    await expect.poll(() => call.track('anna', 'camera')?.kind).toBe('video');
    expect(call.track('anna', 'microphone')?.kind).toBe('audio');
    // Told once all consumers of the request are open, a moment after the first track.
    await expect
      .poll(() => server.last('setTiles'))
      .toEqual({
        tiles: [
          { consumerId: 'ctheir-mic', widthPx: 0, heightPx: 0 },
          { consumerId: 'ctheir-camera', widthPx: 640, heightPx: 360 },
        ],
      });
    expect(times('consume')).toBe(1);
  });

  it('leaves out what is no longer on the page', async () => {
    server.others = [person('anna', [theirMicrophone, theirCamera])];
    call.setTiles([{ participantId: 'anna', source: 'camera', widthPx: 640, heightPx: 360 }]);
    await call.join();
    await expect.poll(() => call.track('anna', 'camera')).toBeDefined();
    call.setTiles([]);
    await expect
      .poll(() => server.last('setTiles'))
      .toEqual({
        tiles: [{ consumerId: 'ctheir-mic', widthPx: 0, heightPx: 0 }],
      });
  });

  it('consumes pictures of a large meeting only as they are shown, beyond the first sixty', async () => {
    server.others = Array.from({ length: 70 }, (_, index) =>
      person(`p${index}`, [{ ...theirCamera, producerId: `camera-${index}` }]),
    );
    await call.join();
    await expect.poll(() => call.track('p0', 'camera')).toBeDefined();
    expect(server.last('consume')?.producerIds).toHaveLength(60);
    call.setTiles([{ participantId: 'p69', source: 'camera', widthPx: 320, heightPx: 180 }]);
    await expect.poll(() => call.track('p69', 'camera')).toBeDefined();
    await expect
      .poll(() => server.last('setTiles'))
      .toEqual({ tiles: [{ consumerId: 'ccamera-69', widthPx: 320, heightPx: 180 }] });
  });

  it('follows producers that come and go', async () => {
    server.others = [person('anna')];
    await call.join();
    await expect.poll(() => call.state.media).toBe('up');
    server.others = [person('anna', [theirCamera])];
    server.notify({ method: 'producerAdded', params: { participantId: 'anna', producer: theirCamera } });
    await expect.poll(() => call.track('anna', 'camera')).toBeDefined();
    const version = call.state.tracksVersion;
    server.notify({ method: 'producerRemoved', params: { participantId: 'anna', producerId: theirCamera.producerId } });
    await expect.poll(() => call.track('anna', 'camera')).toBeUndefined();
    expect(call.state.tracksVersion).toBeGreaterThan(version);
  });
});

describe('a cut socket', () => {
  it('is opened again, keeping transports, producers and consumers', async () => {
    server.others = [person('anna', [theirMicrophone])];
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    await expect.poll(() => call.track('anna', 'microphone')).toBeDefined();
    const track = call.track('anna', 'microphone');
    server.cut();
    await expect.poll(() => call.state.connection.name).toBe('reconnecting');
    await expect.poll(() => call.state.connection.name).toBe('connected');
    expect(call.track('anna', 'microphone')).toBe(track);
    expect([times('join'), times('createTransport'), times('produce'), times('consume')]).toEqual([2, 2, 1, 1]);
  });

  it('is joined on as the same client’s next attempt; another client is another', async () => {
    await call.join();
    server.cut();
    await expect.poll(() => call.state.connection.name).toBe('reconnecting');
    await expect.poll(() => call.state.connection.name).toBe('connected');
    const environment = nodeEnvironment();
    const other = new Call({ mediaUrl: server.url, participantToken: 'token', iceServers: [], environment });
    scripted.whenClosed(() => other.close());
    await other.join();
    const joins = server.asked.filter(({ method }) => method === 'join').map(({ params }) => params as Joining);
    expect(joins.map(({ instance }) => instance?.attempt)).toEqual([1, 2, 1]);
    const [first, second, third] = joins.map(({ instance }) => instance?.id);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(first).toMatch(/^[a-z0-9-]{1,36}$/);
  });

  it('tells afterwards what was muted meanwhile', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    server.cut();
    await expect.poll(() => call.state.connection.name).toBe('reconnecting');
    await call.setPaused('microphone', true);
    await expect.poll(() => call.state.connection.name).toBe('connected');
    await expect.poll(() => server.last('setProducerPaused')).toMatchObject({ paused: true });
  });

  it('builds everything anew when the place was not held', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    server.transportIds = [];
    server.ownProducers = [];
    server.cut();
    await expect.poll(() => times('produce')).toBe(2);
    expect(times('createTransport')).toBe(4);
  });
});

describe('restarted media', () => {
  it('is built anew on the same socket', async () => {
    server.others = [person('anna', [theirCamera])];
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    await expect.poll(() => call.track('anna', 'camera')).toBeDefined();
    const again = { ...theirCamera, producerId: 'their-camera-again' };
    server.others = [person('anna', [again])];
    server.notify({ method: 'mediaRestarted', params: { mediaEpoch: 2 } });
    await expect.poll(() => times('produce')).toBe(2);
    server.notify({ method: 'producerAdded', params: { participantId: 'anna', producer: again } });
    await expect.poll(() => call.track('anna', 'camera')).toBeDefined();
    expect([times('join'), times('createTransport')]).toEqual([1, 4]);
  });
});

describe('media that does not connect', () => {
  it('is told, tries ICE again and then builds new transports, and people stay visible', async () => {
    const base = nodeEnvironment();
    const hurried: CallEnvironment = {
      ...base,
      setTimeout: (callback, delayMs) => base.setTimeout(callback, delayMs / 20),
    };
    const unlucky = new Call({ mediaUrl: server.url, participantToken: 'token', iceServers: [], environment: hurried });
    scripted.whenClosed(() => unlucky.close());
    server.others = [person('anna')];
    await unlucky.publish('microphone', microphone());
    await unlucky.join();
    await expect.poll(() => unlucky.state.media).toBe('starting');
    await expect.poll(() => unlucky.state.media, { timeout: 5_000 }).toBe('interrupted');
    await expect.poll(() => times('restartIce'), { timeout: 5_000 }).toBe(3);
    await expect.poll(() => times('createTransport'), { timeout: 5_000 }).toBe(4);
    expect(times('closeTransport')).toBe(2);
    await expect.poll(() => times('produce')).toBe(2);
    expect(unlucky.state).toMatchObject({ connection: { name: 'connected' }, participants: [{}, {}] });
  });
});

describe('the end', () => {
  it.each(['endedForAll', 'joinedElsewhere', 'shuttingDown'] as const)('by the server is told: %s', async (reason) => {
    await call.join();
    server.notify({ method: 'ended', params: { reason } });
    await expect.poll(() => call.state.connection).toEqual({ name: 'ended', reason });
  });

  it('by oneself gives the place back', async () => {
    await call.join();
    await call.leave();
    expect(call.state.connection).toEqual({ name: 'ended', reason: 'left' });
    expect(server.methods().at(-1)).toBe('leave');
  });
});
