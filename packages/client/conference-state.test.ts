import type { ParticipantView, ProducerView } from '@veche/contracts/signalling/conference-view.ts';
import { describe, expect, it } from 'vitest';
import { type ConferenceInput, type ConferenceState, conferenceAfter, conferenceFromJoin } from './conference-state.ts';

const person = (participantId: string, joinedAtMs: number, producers: ProducerView[] = []): ParticipantView => ({
  participantId,
  name: participantId,
  role: 'guest',
  connected: true,
  network: null,
  isOwner: false,
  handOrder: null,
  producers,
  joinedAtMs,
});
const microphone: ProducerView = { producerId: 'm', kind: 'audio', source: 'microphone', paused: false };
const camera: ProducerView = { producerId: 'c', kind: 'video', source: 'camera', paused: false };
const stranger = 'nobody';

const policy = { lobby: false, locked: false, unmuteSelf: true, startVideo: true, shareScreen: true };
const conference = {
  conferenceId: 'conference',
  name: 'Standup',
  startedAtMs: 1,
  soundMode: 'mixed',
  videoCodec: 'h264',
  policy,
} as const;
const mainRoom = {
  standing: 'guest',
  conference,
  room: null,
  breakout: null,
  recording: null,
  host: null,
  mayUnmute: false,
  mayStartVideo: false,
} as const;

const start = (): ConferenceState =>
  conferenceFromJoin(
    {
      ...mainRoom,
      participantId: 'self',
      participants: [person('late', 3, [microphone]), person('self', 2), person('early', 1)],
    },
    [],
  );
const participant = (state: ConferenceState, id: string) =>
  state.participants.find(({ participantId }) => participantId === id);
const ids = (state: ConferenceState) => state.participants.map(({ participantId }) => participantId);
const after = (...inputs: ConferenceInput[]) => inputs.reduce(conferenceAfter, start());

describe('the join answer', () => {
  it('puts participants in the order in which they joined and marks oneself', () => {
    expect(ids(start())).toEqual(['early', 'self', 'late']);
    expect(start().participants.map(({ isSelf }) => isSelf)).toEqual([false, true, false]);
  });

  it('shows for oneself what is published here, not what the server remembers', () => {
    const answer = {
      ...mainRoom,
      participantId: 'self',
      participants: [person('self', 1, [microphone])],
    };
    expect(conferenceFromJoin(answer, [camera]).participants[0]?.producers).toEqual([camera]);
  });
});

describe('the recording (R1)', () => {
  const recording = {
    recordingId: 'recording',
    state: 'recording',
    startedAtMs: 5,
    by: 'early',
    savedUpToMs: null,
    trouble: null,
  } as const;

  it('is known from the join answer, for whoever comes late', () => {
    const answer = { ...mainRoom, recording, participantId: 'self', participants: [person('self', 1)] };
    expect(conferenceFromJoin(answer, []).recording).toBe(recording);
  });

  it('changes as it is told, and nothing else does', () => {
    const paused = { ...recording, state: 'paused' } as const;
    const state = after(
      { method: 'recordingChanged', params: { recording } },
      { method: 'recordingChanged', params: { recording: paused } },
    );
    expect(state).toEqual({ ...start(), recording: paused });
    expect(conferenceAfter(state, { method: 'recordingChanged', params: { recording: null } }).recording).toBeNull();
  });
});

describe('participantsJoined', () => {
  it('adds somebody in the order of joining', () => {
    const state = after({ method: 'participantsJoined', params: { participants: [person('middle', 2.5)] } });
    expect(ids(state)).toEqual(['early', 'self', 'middle', 'late']);
  });

  it('adds many at once', () => {
    const many = [person('last', 4), person('middle', 2.5), person('first', 0)];
    const state = after({ method: 'participantsJoined', params: { participants: many } });
    expect(ids(state)).toEqual(['first', 'early', 'self', 'middle', 'late', 'last']);
  });

  it('replaces somebody who is there already', () => {
    const state = after({ method: 'participantsJoined', params: { participants: [person('late', 3, [camera])] } });
    expect(ids(state)).toEqual(['early', 'self', 'late']);
    expect(participant(state, 'late')?.producers).toEqual([camera]);
  });

  it('never takes away what one publishes oneself', () => {
    const state = after(
      { method: 'ownProducers', params: { producers: [camera] } },
      { method: 'participantsJoined', params: { participants: [{ ...person('self', 2), name: 'New' }] } },
    );
    expect(participant(state, 'self')).toMatchObject({ name: 'New', isSelf: true, producers: [camera] });
  });
});

describe('participantsLeft', () => {
  it('takes somebody away, and from the stage too', () => {
    const state = after(
      { method: 'speakers', params: { speakingParticipantIds: ['late'], activeParticipantId: 'late' } },
      { method: 'participantsLeft', params: { participantIds: ['late'] } },
    );
    expect(ids(state)).toEqual(['early', 'self']);
    expect(state.activeParticipantId).toBeNull();
  });
});

describe('participantChanged', () => {
  it('changes only the named fields', () => {
    const state = after({
      method: 'participantChanged',
      params: { participantId: 'late', connected: false, network: 1 },
    });
    expect(participant(state, 'late')).toMatchObject({ name: 'late', connected: false, network: 1 });
  });

  it('renames oneself', () => {
    const state = after({ method: 'participantChanged', params: { participantId: 'self', name: 'Ada' } });
    expect(participant(state, 'self')?.name).toBe('Ada');
  });
});

describe('producers', () => {
  it('appear once, even when announced twice', () => {
    const added = { method: 'producerAdded', params: { participantId: 'late', producer: camera } } as const;
    expect(participant(after(added, added), 'late')?.producers).toEqual([microphone, camera]);
  });

  it('pause and resume', () => {
    const state = after({
      method: 'producerChanged',
      params: { participantId: 'late', producerId: 'm', paused: true },
    });
    expect(participant(state, 'late')?.producers).toEqual([{ ...microphone, paused: true }]);
  });

  it('go', () => {
    const state = after({ method: 'producerRemoved', params: { participantId: 'late', producerId: 'm' } });
    expect(participant(state, 'late')?.producers).toEqual([]);
  });

  it('of oneself follow what is published here alone', () => {
    const state = after(
      { method: 'ownProducers', params: { producers: [camera] } },
      { method: 'producerAdded', params: { participantId: 'self', producer: microphone } },
      { method: 'producerChanged', params: { participantId: 'self', producerId: 'c', paused: true } },
      { method: 'producerRemoved', params: { participantId: 'self', producerId: 'c' } },
    );
    expect(participant(state, 'self')?.producers).toEqual([camera]);
  });

  it('of everybody else are gone when media restarts', () => {
    const state = after(
      { method: 'ownProducers', params: { producers: [camera] } },
      { method: 'mediaRestarted', params: { mediaEpoch: 2 } },
    );
    expect(participant(state, 'late')?.producers).toEqual([]);
    expect(participant(state, 'self')?.producers).toEqual([camera]);
  });
});

describe('speakers', () => {
  it('marks who speaks and unmarks who stopped', () => {
    const state = after(
      { method: 'speakers', params: { speakingParticipantIds: ['late', 'self'], activeParticipantId: 'late' } },
      { method: 'speakers', params: { speakingParticipantIds: ['self'], activeParticipantId: 'late' } },
    );
    expect(state.participants.filter(({ speaking }) => speaking).map(({ participantId }) => participantId)).toEqual([
      'self',
    ]);
    expect(state.activeParticipantId).toBe('late');
  });
});

describe('soundModeChanged', () => {
  it('changes the meeting’s mode and nothing else', () => {
    const state = after({ method: 'soundModeChanged', params: { mode: 'forwarded' } });
    expect(state.conference).toEqual({ ...start().conference, soundMode: 'forwarded' });
    expect(state.participants).toEqual(start().participants);
  });
});

describe('videoCodecChanged', () => {
  it('changes the meeting’s codec and nothing else', () => {
    const state = after({ method: 'videoCodecChanged', params: { videoCodec: 'vp8' } });
    expect(state).toEqual({ ...start(), conference: { ...start().conference, videoCodec: 'vp8' } });
  });
});

describe('a step that changes nothing', () => {
  it.each<ConferenceInput>([
    { method: 'participantsLeft', params: { participantIds: [stranger] } },
    { method: 'participantChanged', params: { participantId: stranger, name: 'x' } },
    { method: 'producerAdded', params: { participantId: stranger, producer: camera } },
    { method: 'producerChanged', params: { participantId: 'late', producerId: 'gone', paused: true } },
    { method: 'producerChanged', params: { participantId: 'late', producerId: 'm', paused: false } },
    { method: 'producerRemoved', params: { participantId: 'late', producerId: 'gone' } },
    { method: 'speakers', params: { speakingParticipantIds: [stranger], activeParticipantId: null } },
    { method: 'ownProducers', params: { producers: [] } },
    { method: 'consumersClosed', params: { consumerIds: ['x'] } },
    { method: 'soundModeChanged', params: { mode: 'mixed' } },
    { method: 'microphoneReadable', params: { producerId: 'm', readable: false } },
    { method: 'ended', params: { reason: 'left' } },
  ])('answers the same object: %o', (input) => {
    const before = start();
    expect(conferenceAfter(before, input)).toBe(before);
  });

  it('leaves the other participants the same objects', () => {
    const before = start();
    const next = conferenceAfter(before, {
      method: 'participantChanged',
      params: { participantId: 'late', name: 'x' },
    });
    expect(participant(next, 'early')).toBe(participant(before, 'early'));
  });
});

describe('entered', () => {
  const room = { roomId: 'room', name: 'Room 1' };
  const inside = { mediaEpoch: 1, mutedAtMs: 0, videoStoppedAtMs: 0, mayUnmute: true };
  const moved: ConferenceInput = {
    method: 'entered',
    params: {
      ...mainRoom,
      ...inside,
      reason: 'roomsOpened',
      room,
      participants: [person('other', 5, [camera]), { ...person('self', 2, [microphone]), role: 'coHost' }],
    },
  };

  it('shows the people of the new room, nobody of the old one, and nobody speaking', () => {
    const state = after(
      { method: 'speakers', params: { speakingParticipantIds: ['late'], activeParticipantId: 'late' } },
      moved,
    );
    expect(ids(state)).toEqual(['self', 'other']);
    expect(state).toMatchObject({ room, standing: 'coHost', activeParticipantId: null, mayUnmute: true });
  });

  it('B4: changes nothing of what one publishes oneself', () => {
    const state = after({ method: 'ownProducers', params: { producers: [camera] } }, moved);
    expect(participant(state, 'self')?.producers).toEqual([camera]);
  });
});

describe('roles', () => {
  const host = { waiting: [], roster: [] };

  it('one\u2019s own is one\u2019s standing, at once', () => {
    const state = after({ method: 'participantChanged', params: { participantId: 'self', role: 'coHost' } });
    expect(state.standing).toBe('coHost');
    expect(after({ method: 'participantChanged', params: { participantId: 'late', role: 'host' } }).standing).toBe(
      'guest',
    );
  });

  it('hosts see who waits and who is where, as told since', () => {
    const waiting = { participantId: 'w', name: 'Wim', connected: true, sinceMs: 1 };
    const entry = {
      participantId: 'late',
      name: 'late',
      role: 'guest',
      connected: true,
      roomId: 'room',
      assignedRoomId: null,
      isOwner: false,
      handOrder: null,
      asksForHelp: false,
    } as const;
    const told = after(
      { method: 'hostView', params: { host } },
      { method: 'waitingChanged', params: { waiting } },
      { method: 'rosterChanged', params: { entries: [entry], gone: [] } },
    );
    expect(told.host).toEqual({ waiting: [waiting], roster: [entry] });
    const later: ConferenceInput[] = [
      { method: 'waitingGone', params: { participantIds: ['w'] } },
      { method: 'rosterChanged', params: { entries: [{ ...entry, asksForHelp: true }], gone: [] } },
    ];
    expect(later.reduce<ConferenceState>((state, input) => conferenceAfter(state, input), told).host).toEqual({
      waiting: [],
      roster: [{ ...entry, asksForHelp: true }],
    });
  });

  it('who is no host is told of nobody elsewhere', () => {
    const waiting = { participantId: 'w', name: 'Wim', connected: true, sinceMs: 1 };
    expect(after({ method: 'waitingChanged', params: { waiting } }).host).toBeNull();
  });
});
