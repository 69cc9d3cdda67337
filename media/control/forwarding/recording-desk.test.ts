import { limits } from '@veche/contracts/limits.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../plane/commands.ts';
import type { RecorderCommand } from '../../recorder/commands.ts';
import { ConferenceMedia } from './conference-media.ts';
import { createMediaIds } from './media-ids.ts';
import type { Effects, MediaResult } from './records.ts';

const video: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] }],
  encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
};
const audio: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 7 }],
};
const inMain = { recordingId: 'r', roomId: 'main' };

let media: ConferenceMedia;
let nowMs: number;
/** Of the last act. */
let effects: Effects;
const inbounds = new Map<string, number>();

beforeEach(() => {
  media = new ConferenceMedia(
    'main',
    createMediaIds(1, { bytes: (length) => new Uint8Array(length).fill(9) }),
    new Map(),
  );
  nowMs = 0;
});

function value<T>(result: MediaResult<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
function act(what: () => void): Effects {
  what();
  effects = media.drain();
  return effects;
}
function send(who: string, source: 'camera' | 'screen' | 'microphone', flows = true): string {
  const { transportId } = value(media.openTransport(who, 'send'));
  const kind = source === 'microphone' ? 'audio' : 'video';
  const rtpParameters = kind === 'audio' ? audio : video;
  const producerId = value(media.produce(who, { transportId, kind, source, rtpParameters, paused: false }, nowMs));
  const { commands } = act(() => undefined);
  const inbound = commands.find((command) => command.type === 'setInbound');
  if (inbound?.type === 'setInbound') inbounds.set(producerId, inbound.inbound.inboundId);
  if (kind === 'video' && flows) act(() => media.setEncodingActive(inbounds.get(producerId)!, 0, true, nowMs));
  return producerId;
}
const look = () => {
  nowMs += 50;
  return act(() => media.tick(nowMs));
};
const speaks = (who: string, producerId: string, delayMs: number = limits.voiceDelayMinMs) => {
  for (let time = 0; time < 20; time++) {
    nowMs += 100;
    media.hearMixed([{ inboundId: inbounds.get(producerId)!, levelDbov: 20, voice: true, delayMs }], nowMs);
  }
  return look().recorder.some((command) => command.type === 'speaker' && command.participantId === who);
};
const ofType = <Type extends Command['type']>(type: Type) =>
  effects.commands.filter((command): command is Extract<Command, { type: Type }> => command.type === type);
const pictures = () =>
  effects.recorder.filter(
    (command): command is Extract<RecorderCommand, { type: 'picture' }> => command.type === 'picture',
  );
const shown = () => pictures().map(({ picture }) => picture && `${picture.participantId}'s ${picture.source}`);
const routeShown = () => pictures().at(-1)!.picture!.routeId;
const begin = () => act(() => media.setRecordings([inMain], nowMs));
const dropped = () => ofType('removeRoute').map(({ routeId }) => routeId);

describe('R2: the invisible subscriber', () => {
  it('listens to the mix on a direct transport, and nobody sees it', () => {
    send('anna', 'microphone');
    begin();
    expect(ofType('setTransport')).toMatchObject([{ direct: true }]);
    const [route] = ofType('setRoute');
    expect(route!.route).toMatchObject({ transportId: ofType('setTransport')[0]!.transportId, paused: false });
    expect(effects.sound.map(({ type }) => type)).toContain('setListener');
    expect(effects.recorder).toEqual([
      { type: 'begin', recordingId: 'r', conferenceId: 'main', soundRouteId: route!.route.routeId },
    ]);
    expect(effects.notices).toEqual([]);
  });

  it('takes the best layer that comes, and asks for a key frame at once', () => {
    const camera = send('anna', 'camera');
    for (const layer of [0, 1, 2]) media.setEncodingActive(inbounds.get(camera)!, layer, true, nowMs);
    begin();
    expect(shown()).toEqual(["anna's camera"]);
    expect(ofType('chooseLayer')).toMatchObject([{ routeId: routeShown(), spatialLayer: 2, temporalLayer: 7 }]);
    expect(ofType('requestKeyFrame').map(({ spatialLayer }) => spatialLayer)).toContain(2);
  });

  it('goes with the end of the recording, and everything of it', () => {
    send('anna', 'camera');
    begin();
    act(() => media.setRecordings([], nowMs));
    expect(effects.recorder).toEqual([{ type: 'end', recordingId: 'r' }]);
    expect(ofType('removeTransport')).toHaveLength(1);
    expect(ofType('removeRoute')).toHaveLength(2);
    expect(effects.sound.map(({ type }) => type)).toContain('removeListener');
  });

  it('ends with the conference', () => {
    begin();
    expect(media.isEmpty).toBe(false);
    act(() => media.close());
    expect(effects.recorder).toEqual([{ type: 'end', recordingId: 'r' }]);
    expect(media.isEmpty).toBe(true);
  });
});

describe('R3: whose picture it takes', () => {
  it('is whoever speaks; the one before goes on until the new one has a key frame', () => {
    send('anna', 'camera');
    send('boris', 'camera');
    const voice = send('boris', 'microphone');
    begin();
    expect(shown()).toEqual(["anna's camera"]);
    const annas = routeShown();
    act(() => media.layerSwitched(annas));
    expect(speaks('boris', voice)).toBe(true);
    expect(shown()).toEqual(["boris's camera"]);
    expect(dropped()).toEqual([]);
    const boriss = routeShown();
    act(() => media.layerSwitched(boriss));
    expect(dropped()).toEqual([annas]);
    look();
    expect(pictures()).toEqual([]);
  });

  it('goes with how long the mixer holds the sound of whoever is shown, told once it has changed by more than an ear hears', () => {
    const delays = () =>
      effects.recorder.flatMap((command) => (command.type === 'soundDelay' ? [command.delayMs] : []));
    send('anna', 'camera');
    const [voice, other] = [send('anna', 'microphone'), send('boris', 'microphone')];
    begin();
    speaks('anna', voice, 24);
    expect(delays()).toEqual([]);
    speaks('anna', voice, 90);
    expect(delays()).toEqual([90]);
    speaks('anna', voice, 93);
    expect(delays()).toEqual([]);
    // Whoever is not shown is not looked at.
    media.hearMixed([{ inboundId: inbounds.get(other)!, levelDbov: 20, voice: false, delayMs: 200 }], nowMs);
    look();
    expect(delays()).toEqual([]);
  });

  it('is the screen while there is one, then whoever was shown before', () => {
    send('anna', 'camera');
    begin();
    const screen = send('boris', 'screen');
    look();
    expect(shown()).toEqual(["boris's screen"]);
    act(() => media.closeProducer('boris', screen));
    look();
    expect(shown()).toEqual(["anna's camera"]);
  });

  it('is nobody’s at once when it is stopped and there is no other, and theirs again when it goes on', () => {
    const camera = send('anna', 'camera');
    begin();
    const before = routeShown();
    media.setProducerPaused('anna', camera, true, nowMs);
    look();
    expect(shown()).toEqual([null]);
    expect(dropped()).toEqual([before]);
    media.setProducerPaused('anna', camera, false, nowMs);
    look();
    expect(shown()).toEqual(["anna's camera"]);
    expect(routeShown()).not.toBe(before);
  });

  it('is not one that sends nothing, as long as it sends nothing', () => {
    send('anna', 'camera');
    begin();
    const screen = send('boris', 'screen', false);
    look();
    expect(pictures()).toEqual([]);
    media.setEncodingActive(inbounds.get(screen)!, 0, true, nowMs);
    look();
    expect(shown()).toEqual(["boris's screen"]);
    media.setEncodingActive(inbounds.get(screen)!, 0, false, nowMs);
    look();
    expect(shown()).toEqual(["anna's camera"]);
  });

  it('goes back to what is shown still, without beginning it anew', () => {
    send('anna', 'camera');
    begin();
    const annas = routeShown();
    act(() => media.layerSwitched(annas));
    const screen = send('boris', 'screen');
    look();
    const screens = routeShown();
    media.closeProducer('boris', screen);
    look();
    expect(shown()).toEqual(["anna's camera"]);
    expect(routeShown()).toBe(annas);
    expect(dropped()).toContain(screens);
  });

  it('B3: is of the room that is recorded alone', () => {
    send('anna', 'camera');
    send('boris', 'camera');
    act(() => media.moveParticipants([{ participantId: 'boris', roomId: 'one' }]));
    act(() => media.setRecordings([inMain, { recordingId: 'o', roomId: 'one' }], nowMs));
    expect(shown().toSorted()).toEqual(["anna's camera", "boris's camera"]);
    media.moveParticipants([{ participantId: 'boris', roomId: 'main' }]);
    look();
    expect(pictures()).toEqual([{ type: 'picture', recordingId: 'o', picture: null }]);
  });

  it('asks for key frames where the recorder wants to cut', () => {
    send('anna', 'camera');
    begin();
    const routeId = routeShown();
    nowMs += 10_000;
    act(() => media.keyFrameArrived(inbounds.values().next().value!, 0));
    act(() => media.wantKeyFrame(routeId, nowMs));
    expect(ofType('requestKeyFrame')).toHaveLength(1);
    act(() => media.wantKeyFrame(4_711, nowMs));
    expect(effects.commands).toEqual([]);
  });
});
