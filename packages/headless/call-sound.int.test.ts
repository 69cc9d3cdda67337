/** Sound in the call engine: what becomes of one's own voice, and the two ways in which the others are heard. */
import type { Call } from '@veche/client/call.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCall, theirCamera, theirMicrophone } from './fixtures/scripted-call.ts';
import { person, type ScriptedServer } from './scripted-server.ts';

let scripted: ScriptedCall;
let server: ScriptedServer;
let call: Call;

beforeEach(async () => {
  scripted = await ScriptedCall.open();
  ({ server, call } = scripted);
});
afterEach(() => scripted.close());

const microphone = () => scripted.microphone();
const times = (method: string) => scripted.times(method);

describe('one’s own voice', () => {
  it('sends original sound in stereo, without pauses and at a higher rate, in the place of what was sent before', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    const former = server.ownProducers[0]?.producerId;
    const stereo = microphone();
    await call.setVoiceTreatment('original', stereo);
    expect(call.track('self', 'microphone')).toBe(stereo);
    expect(server.last('produce')).toMatchObject({
      treatment: 'original',
      rtpParameters: { codecs: [{ parameters: { usedtx: 0, 'sprop-stereo': 1 } }] },
    });
    // In one breath: the former goes when the new one has been negotiated, not before.
    expect(server.methods().slice(-2)).toEqual(['closeProducer', 'produce']);
    expect(server.last('closeProducer')).toEqual({ producerId: former });
    expect(call.state.publishing.microphone).toBe('on');
  });

  it('sends a voice with two channels, so that engines do not encode it as telephones do, and with pauses', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect
      .poll(() => server.last('produce'))
      .toMatchObject({
        treatment: 'suppressed',
        rtpParameters: { codecs: [{ parameters: { usedtx: 1, 'sprop-stereo': 1 } }] },
      });
  });

  it('says at once what becomes of the microphone, and changes between cleaned and plain without a new producer', async () => {
    await call.setVoiceTreatment('plain');
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => server.last('produce')).toMatchObject({ treatment: 'plain' });
    await call.setVoiceTreatment('suppressed');
    expect(server.last('setVoiceTreatment')).toMatchObject({ treatment: 'suppressed' });
    expect([times('produce'), times('closeProducer')]).toEqual([1, 0]);
  });

  it('stays muted when the sound is changed to original', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    await call.setPaused('microphone', true);
    await call.setVoiceTreatment('original');
    expect(server.last('produce')).toMatchObject({ treatment: 'original', paused: true });
    expect(call.state.publishing.microphone).toBe('paused');
  });

  it('tells when the server cannot read the microphone, until it can or another one is sent', async () => {
    await call.join();
    await call.publish('microphone', microphone());
    await expect.poll(() => call.state.publishing.microphone).toBe('on');
    const unreadable = () => {
      const { producerId } = server.ownProducers.at(-1)!;
      server.notify({ method: 'microphoneReadable', params: { producerId, readable: false } });
      return producerId;
    };
    expect(call.state.microphoneReadable).toBe(true);
    const producerId = unreadable();
    await expect.poll(() => call.state.microphoneReadable).toBe(false);
    server.notify({ method: 'microphoneReadable', params: { producerId, readable: true } });
    await expect.poll(() => call.state.microphoneReadable).toBe(true);
    unreadable();
    await expect.poll(() => call.state.microphoneReadable).toBe(false);
    await call.setVoiceTreatment('original');
    expect(call.state.microphoneReadable).toBe(true);
  });
});

describe('the sound of the others', () => {
  const consumed = () =>
    server.asked.filter(({ method }) => method === 'consume').flatMap(({ params }) => params.producerIds as string[]);

  it('comes as one mix in a mixed meeting, and pictures as ever', async () => {
    server.soundMode = 'mixed';
    server.others = [person('anna', [theirMicrophone, theirCamera])];
    await call.join();
    await expect.poll(() => call.mixTrack()?.kind).toBe('audio');
    await expect.poll(() => call.track('anna', 'camera')).toBeDefined();
    expect(consumed().sort()).toEqual(['mix', 'their-camera']);
    expect(call.state).toMatchObject({ soundMode: 'mixed', heard: 'mix' });
    const tiles = [{ consumerId: 'cmix', widthPx: 0, heightPx: 0 }];
    await expect.poll(() => server.last('setTiles')).toEqual({ tiles });
  });

  it('comes as a mix to a device without Opus, whatever the mode, in the codec that it has', async () => {
    server.audio = 'PCMU';
    server.others = [person('anna', [theirMicrophone])];
    await call.join();
    await expect.poll(() => call.mixTrack()?.kind).toBe('audio');
    expect([consumed(), call.state.soundMode, call.state.heard]).toEqual([['mix'], 'forwarded', 'mix']);
  });

  it('is consumed by somebody alone too, before anybody comes', async () => {
    server.soundMode = 'mixed';
    await call.join();
    await expect.poll(() => call.mixTrack()).toBeDefined();
  });

  it('comes one by one in a forwarded meeting', async () => {
    server.others = [person('anna', [theirMicrophone])];
    await call.join();
    await expect.poll(() => call.track('anna', 'microphone')).toBeDefined();
    expect([consumed(), call.mixTrack(), call.state.heard]).toEqual([['their-mic'], undefined, 'each']);
  });

  it.each([
    { from: 'forwarded', to: 'mixed', heard: 'mix', dropped: 'ctheir-mic' },
    { from: 'mixed', to: 'forwarded', heard: 'each', dropped: 'cmix' },
  ] as const)(
    'goes over from $from to $to: the new is there before the old goes',
    async ({ from, to, heard, dropped }) => {
      server.soundMode = from;
      server.others = [person('anna', [theirMicrophone])];
      await call.join();
      const track = (mode: string) => (mode === 'mixed' ? call.mixTrack() : call.track('anna', 'microphone'));
      await expect.poll(() => track(from)).toBeDefined();
      const seen: string[] = [];
      call.subscribe(() => seen.push(`${call.state.heard}: ${track(from) && from} ${track(to) && to}`));
      server.notify({ method: 'soundModeChanged', params: { mode: to } });
      await expect.poll(() => call.state.heard).toBe(heard);
      expect(call.state.soundMode).toBe(to);
      expect(track(from), 'the former is there for a moment more').toBeDefined();
      await expect.poll(() => track(from)).toBeUndefined();
      expect(track(to)).toBeDefined();
      await expect.poll(() => server.last('closeConsumers')).toEqual({ consumerIds: [dropped] });
      const before = heard === 'mix' ? 'each' : 'mix';
      expect(seen).toContain(`${before}: ${from} ${to}`);
      expect(seen).toContain(`${heard}: ${from} ${to}`);
      expect(seen.at(-1)).toBe(`${heard}: undefined ${to}`);
    },
  );

  it('is gone back to while the other way is still being built', async () => {
    server.soundMode = 'mixed';
    server.others = [person('anna', [theirMicrophone])];
    await call.join();
    await expect.poll(() => call.mixTrack()).toBeDefined();
    const mix = call.mixTrack();
    server.notify({ method: 'soundModeChanged', params: { mode: 'forwarded' } });
    await expect.poll(() => call.track('anna', 'microphone')).toBeDefined();
    server.notify({ method: 'soundModeChanged', params: { mode: 'mixed' } });
    await expect.poll(() => call.track('anna', 'microphone')).toBeUndefined();
    expect([call.mixTrack() === mix, call.state.heard, times('consume')]).toEqual([true, 'mix', 2]);
  });

  it('is asked for again when the server took the mix away', async () => {
    server.soundMode = 'mixed';
    await call.join();
    await expect.poll(() => call.mixTrack()).toBeDefined();
    const mix = call.mixTrack();
    server.notify({ method: 'consumersClosed', params: { consumerIds: ['cmix'] } });
    await expect.poll(() => call.mixTrack()).toBeUndefined();
    await expect.poll(() => call.mixTrack(), { timeout: 5_000 }).toBeDefined();
    expect(call.mixTrack()).not.toBe(mix);
  });

  it('is chosen for everybody by the host', async () => {
    await call.join();
    await call.setSoundMode('mixed');
    expect(server.last('setSoundMode')).toEqual({ mode: 'mixed' });
  });
});
