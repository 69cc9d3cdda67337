import { randomUUID } from 'node:crypto';
import { limits } from '@veche/contracts/limits.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Peer, type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';

const microphone: RtpParameters = {
  mid: '0',
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 7 }],
};

let server: RunningMediaServer;
beforeAll(async () => {
  server = await runMediaServer({ workers: 2 });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Two people in a meeting of their own. */
async function pair() {
  const conferenceId = randomUUID();
  const annasToken = server.token({ conferenceId, name: 'Anna', role: 'host' });
  const borisToken = server.token({ conferenceId, name: 'Boris' });
  const anna = await server.join(annasToken);
  const boris = await server.join(borisToken);
  return { conferenceId, annasToken, borisToken, anna, boris };
}

describe('joining', () => {
  it('shows who is there, and is shown to them', async () => {
    const { conferenceId, anna, boris } = await pair();
    expect(boris.joined.participants.map(({ name }) => name)).toEqual(['Anna', 'Boris']);
    expect(boris.joined.conference).toMatchObject({ conferenceId, name: 'Standup' });
    const { participants } = await anna.peer.notified('participantsJoined');
    expect(participants).toMatchObject([{ name: 'Boris', role: 'guest', connected: true, producers: [] }]);
    expect(server.media.live(conferenceId)).toEqual({ participants: 2, locked: false });
  });

  it('is the first thing to do', async () => {
    const peer = await server.open();
    await expect(peer.call('createTransport', { direction: 'send' })).rejects.toMatchObject({ code: 'not_joined' });
    await expect(peer.call('join', { participantToken: 'nobody' })).rejects.toMatchObject({
      code: 'participant_token_invalid',
    });
    const token = server.token({ conferenceId: randomUUID() });
    await peer.call('join', { participantToken: token });
    await expect(peer.call('join', { participantToken: token })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('a name', () => {
  it.each([
    ['trimmed', '  Anna Maria ', 'Anna Maria'],
    ['without marks that turn its direction', '\u202eairaM annA\u2066', 'airaM annA'],
    ['composed', 'Zoe\u0308', 'Zo\u00eb'],
  ])('changes for everybody, %s', async (_how, typed, name) => {
    const { anna, boris } = await pair();
    await anna.peer.call('rename', { name: typed });
    expect(await boris.peer.notified('participantChanged')).toEqual({
      participantId: anna.joined.participantId,
      name,
    });
  });

  // The rule of joining (`oneLineText`): a rename is no way around it.
  it.each([
    ['   ', 'name_missing'],
    ['\u200b\u200d', 'name_missing'],
    ['\u202e', 'name_missing'],
    ['x'.repeat(limits.participantNameMaxLength + 1), 'name_too_long'],
    ['Anna\nBoris', 'invalid_request'],
    ['Anna\u001b[31m', 'invalid_request'],
  ])('like %j is refused', async (name, code) => {
    const { anna } = await pair();
    await expect(anna.peer.call('rename', { name })).rejects.toMatchObject({ code });
  });
});

describe('streams', () => {
  it('are announced, muted, consumed and taken away', async () => {
    const { anna, boris } = await pair();
    const send = await anna.peer.call('createTransport', { direction: 'send' });
    expect(send.iceCandidates.map(({ protocol, address }) => `${protocol} ${address}`)).toEqual([
      'udp 127.0.0.1',
      'tcp 127.0.0.1',
    ]);
    expect(send.dtlsParameters.role).toBe('server');
    const { transportId } = send;
    const wanted = {
      transportId,
      kind: 'audio',
      source: 'microphone',
      rtpParameters: microphone,
      paused: true,
    } as const;
    const { producerId } = await anna.peer.call('produce', wanted);
    expect((await boris.peer.notified('producerAdded')).producer).toEqual({
      producerId,
      kind: 'audio',
      source: 'microphone',
      paused: true,
    });
    await anna.peer.call('setProducerPaused', { producerId, paused: false });
    expect(await boris.peer.notified('producerChanged')).toMatchObject({ producerId, paused: false });

    const receive = await boris.peer.call('createTransport', { direction: 'receive' });
    const { consumers } = await boris.peer.call('consume', {
      transportId: receive.transportId,
      rtpCapabilities: boris.joined.routerRtpCapabilities,
      producerIds: [producerId, 'gone'],
    });
    expect(consumers).toMatchObject([{ producerId, kind: 'audio' }]);
    await anna.peer.call('closeTransport', { transportId });
    expect(await boris.peer.notified('producerRemoved')).toMatchObject({ producerId });
    expect(await boris.peer.notified('consumersClosed')).toEqual({
      consumerIds: consumers.map(({ consumerId }) => consumerId),
    });
  });

  it('are sent once of each source', async () => {
    const { anna } = await pair();
    const { transportId } = await anna.peer.call('createTransport', { direction: 'send' });
    const wanted = {
      transportId,
      kind: 'audio',
      source: 'microphone',
      rtpParameters: microphone,
      paused: false,
    } as const;
    await anna.peer.call('produce', wanted);
    await expect(anna.peer.call('produce', wanted)).rejects.toMatchObject({ code: 'source_in_use' });
  });

  it('of others cannot be touched', async () => {
    const { anna, boris } = await pair();
    const { transportId } = await anna.peer.call('createTransport', { direction: 'send' });
    await expect(boris.peer.call('closeTransport', { transportId })).rejects.toMatchObject({ code: 'media_not_found' });
    await expect(boris.peer.call('restartIce', { transportId })).rejects.toMatchObject({ code: 'media_not_found' });
  });

  it('keep their transport through an ICE restart', async () => {
    const { anna } = await pair();
    const { transportId, iceParameters } = await anna.peer.call('createTransport', { direction: 'send' });
    const restarted = await anna.peer.call('restartIce', { transportId });
    expect(restarted.iceParameters.usernameFragment).not.toBe(iceParameters.usernameFragment);
  });
});

describe('a socket that is cut', () => {
  it('leaves the place held; the same token takes it again with its transports and streams', async () => {
    const { anna, boris, annasToken } = await pair();
    const { participantId } = anna.joined;
    const { transportId } = await anna.peer.call('createTransport', { direction: 'send' });
    await anna.peer.call('produce', {
      transportId,
      kind: 'audio',
      source: 'microphone',
      rtpParameters: microphone,
      paused: false,
    });
    anna.peer.socket.terminate();
    expect(await boris.peer.notified('participantChanged')).toEqual({ participantId, connected: false });
    const again = await server.join(annasToken);
    expect(again.joined).toMatchObject({
      participantId,
      transportIds: [transportId],
      mediaEpoch: anna.joined.mediaEpoch,
    });
    await boris.peer.notified('participantChanged', ({ connected }) => connected === true);
    expect(boris.peer.methodsHeard()).not.toContain('participantsLeft');
    expect(again.joined.participants[0]!.producers).toHaveLength(1);
  });

  it('gives way to a second one of the same person', async () => {
    const { anna, annasToken, boris } = await pair();
    await server.join(annasToken);
    expect(await anna.peer.notified('ended')).toEqual({ reason: 'joinedElsewhere' });
    await anna.peer.closed;
    await boris.peer.call('rename', { name: 'Boris the Second' });
    expect(boris.peer.methodsHeard()).not.toContain('participantsLeft');
  });
});

describe('one client that opens socket after socket', () => {
  const join = (peer: Peer, participantToken: string, id: string, attempt: number) =>
    peer.call('join', { participantToken, instance: { id, attempt } });

  it('keeps its newest one when the join of an older one arrives late', async () => {
    const { conferenceId, boris } = await pair();
    const token = server.token({ conferenceId, name: 'Clara' });
    const [older, newer] = [await server.open(), await server.open()];
    const { participantId } = await join(newer, token, 'page', 2);
    join(older, token, 'page', 1).catch(() => undefined);
    expect(await older.closed).toBe(4_009);
    expect(older.heard).toEqual([]);
    await newer.call('rename', { name: 'Clara the Second' });
    await boris.peer.notified('participantChanged', ({ name }) => name === 'Clara the Second');
    expect(newer.methodsHeard()).not.toContain('ended');
    expect(boris.peer.heard.filter(({ method }) => method === 'participantChanged')).toEqual([
      expect.objectContaining({ params: { participantId, name: 'Clara the Second' } }),
    ]);
  });

  it('lets the newer one have the place, without a word on the older', async () => {
    const token = server.token({ conferenceId: randomUUID() });
    const [older, newer] = [await server.open(), await server.open()];
    await join(older, token, 'page', 1);
    await join(newer, token, 'page', 2);
    expect(await older.closed).toBe(4_009);
    expect(older.methodsHeard()).not.toContain('ended');
    await newer.call('rename', { name: 'Still here' });
  });

  it('has nothing over another client of the same person, however many attempts that took', async () => {
    const token = server.token({ conferenceId: randomUUID() });
    const [laptop, phone] = [await server.open(), await server.open()];
    await join(laptop, token, 'laptop', 7);
    await join(phone, token, 'phone', 1);
    expect(await laptop.notified('ended')).toEqual({ reason: 'joinedElsewhere' });
  });

  it('loses nothing to a socket that was gone before its token was looked up', async () => {
    let lookUp = (): void => undefined;
    await using slow = await runMediaServer({
      lookUp: (nth) => (nth === 1 ? new Promise<void>((resolve) => (lookUp = resolve)) : undefined),
    });
    const token = slow.token({ conferenceId: randomUUID() });
    const gone = await slow.open();
    gone.call('join', { participantToken: token }).catch(() => undefined);
    await expect.poll(() => slow.lookUps()).toBe(1);
    gone.socket.terminate();
    await gone.closed;
    const { peer } = await slow.join(token);
    await peer.call('rename', { name: 'Here' });
    lookUp();
    await peer.call('rename', { name: 'Still here' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(peer.methodsHeard()).not.toContain('ended');
  });
});

describe('leaving', () => {
  it('is answered, said farewell to, and seen', async () => {
    const { anna, boris } = await pair();
    await anna.peer.call('leave', {});
    expect(await anna.peer.notified('ended')).toEqual({ reason: 'left' });
    expect(await anna.peer.closed).toBe(1_000);
    expect(await boris.peer.notified('participantsLeft')).toEqual({ participantIds: [anna.joined.participantId] });
  });

  it('of the last one ends the live conference', async () => {
    const conferenceId = randomUUID();
    const { peer } = await server.join(server.token({ conferenceId }));
    await peer.call('leave', {});
    await peer.closed;
    await expect.poll(() => server.media.live(conferenceId)).toBeUndefined();
  });

  it('for all is for hosts, and is told to the service first', async () => {
    const { anna, boris, conferenceId } = await pair();
    await expect(boris.peer.call('endForAll', {})).rejects.toMatchObject({ code: 'not_the_host' });
    await anna.peer.call('endForAll', {});
    expect(server.endedConferences).toContain(conferenceId);
    expect(await boris.peer.notified('ended')).toEqual({ reason: 'endedForAll' });
    expect(server.media.live(conferenceId)).toBeUndefined();
  });
});

describe('the sound of a meeting', () => {
  it('is chosen by its host and by nobody else, and told to everybody', async () => {
    const { conferenceId, anna, boris } = await pair();
    expect(anna.joined.conference.soundMode).toBe('mixed');
    await expect(boris.peer.call('setSoundMode', { mode: 'forwarded' })).rejects.toMatchObject({
      code: 'not_the_host',
    });
    await anna.peer.call('setSoundMode', { mode: 'forwarded' });
    await anna.peer.call('setSoundMode', { mode: 'forwarded' });
    for (const { peer } of [anna, boris]) {
      expect(await peer.notified('soundModeChanged')).toEqual({ mode: 'forwarded' });
      expect(peer.methodsHeard().filter((method) => method === 'soundModeChanged')).toHaveLength(1);
    }
    const chosen = [conferenceId, 'forwarded'];
    expect(server.chosenModes, 'asked again, told again: the service may have missed it').toEqual([chosen, chosen]);
    const vera = await server.join(server.token({ conferenceId }));
    expect(vera.joined.conference.soundMode).toBe('forwarded');
  });

  it('is checked in one that ends by itself', async () => {
    const { peer } = await server.join(server.token({ conferenceId: randomUUID(), endsAtMs: Date.now() + 200 }));
    expect(await peer.notified('ended')).toEqual({ reason: 'endedForAll' });
  });
});
