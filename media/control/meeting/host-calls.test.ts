/** What each call of a host does, and to whom it may be done (M6, M7). That nobody else may make it is the table of permissions' business. */
import { limits } from '@veche/contracts/limits.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { requireStream } from './step-meeting.ts';
import { Seminar } from './suite/seminar.ts';

let seminar: Seminar;
beforeEach(() => {
  seminar = Seminar.begun();
});

const wants = (who: string, source: 'microphone' | 'camera' | 'screen'): string => {
  try {
    requireStream(seminar.state, who, { source, paused: false });
    return 'may';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('M6: to whom', () => {
  const people = ['guest', 'coHost', 'host', 'owner', 'self'] as const;
  /** Handed over, so that the owner is a co-host; `self` is whoever calls. */
  const whoIs = { guest: 'gleb', coHost: 'kim', host: 'tanja', owner: 'olga' } as const;
  it.each([
    ['remove', 'host', 'done done not_yourself owner_stays not_yourself'],
    ['remove', 'coHost', 'done host_stays host_stays owner_stays not_yourself'],
    ['mute', 'host', 'done done done done done'],
    ['mute', 'coHost', 'done done done done done'],
    ['stopVideo', 'host', 'done done done done done'],
    ['stopVideo', 'coHost', 'done done done done done'],
    ['stopSharing', 'coHost', 'done done done done done'],
    ['askToUnmute', 'coHost', 'done done done done done'],
    ['askToStartVideo', 'coHost', 'done done done done done'],
    ['lowerHand', 'coHost', 'done done done done done'],
    ['handOverHost', 'host', 'done done not_yourself done not_yourself'],
  ] as const)('%s by a %s', (method, standing, answers) => {
    const given = people.map((target) => {
      seminar = Seminar.begun().call('olga', 'handOverHost', { participantId: 'tanja' });
      const caller = standing === 'host' ? 'tanja' : 'kostya';
      const participantId = target === 'self' ? caller : whoIs[target];
      return seminar.refuses(caller, method, { participantId }) ?? 'done';
    });
    expect(given.join(' ')).toBe(answers);
  });

  it.each([
    ['guest', 'done done not_yourself owner_stays not_yourself'],
    ['coHost', 'done done not_yourself done not_yourself'],
  ] as const)('setRole to %s by the host', (role, answers) => {
    const given = people.map((target) => {
      seminar = Seminar.begun().call('olga', 'handOverHost', { participantId: 'tanja' });
      const participantId = target === 'self' ? 'tanja' : whoIs[target];
      return seminar.refuses('tanja', 'setRole', { participantId, role }) ?? 'done';
    });
    expect(given.join(' ')).toBe(answers);
  });
});

describe('M6: the door', () => {
  it('admit lets in one, or all; the lobby stands for whoever comes next', () => {
    seminar.call('olga', 'setPolicy', { lobby: true }).join('vera').join('yura');
    expect(seminar.refuses('kim', 'admit', { participantIds: ['vera'] })).toBeUndefined();
    expect(seminar.told('entered').get('vera')).toMatchObject({ reason: 'admitted', room: null });
    expect([...seminar.state.waiting.keys()]).toEqual(['wanja', 'yura']);
    seminar.call('olga', 'admit', {});
    expect([...seminar.told('entered').keys()]).toEqual(['wanja', 'yura']);
    expect(seminar.state.waiting.size).toBe(0);
    expect([...seminar.join('zoja').state.waiting.keys()]).toEqual(['zoja']);
  });

  it('deny sends away who waits, and they may ask again', () => {
    seminar.call('kostya', 'deny', { participantId: 'wanja' });
    expect(seminar.outputs).toContainEqual({ type: 'putOut', participantId: 'wanja', reason: 'denied' });
    expect([...seminar.told('waitingGone').keys()]).toEqual(['olga', 'kostya', 'kim']);
    expect([...seminar.join('wanja', { mustWait: true }).state.waiting.keys()]).toEqual(['wanja']);
  });

  it('tellWaiting is heard at the door alone', () => {
    seminar.call('kim', 'tellWaiting', { text: '  Five minutes, please ' });
    expect([...seminar.told('waitingTold')]).toEqual([['wanja', { text: 'Five minutes, please', from: 'kim' }]]);
    expect(seminar.refuses('kim', 'tellWaiting', { text: ' ' })).toBe('host_message_empty');
    const long = 'x'.repeat(limits.hostMessageMaxLength + 1);
    expect(seminar.refuses('kim', 'tellWaiting', { text: long })).toBe('host_message_too_long');
  });

  it('a locked meeting takes back whoever was inside, and the owner, and nobody new', () => {
    seminar.leave('gleb').leave('olga').call('kostya', 'setPolicy', { locked: true });
    expect(() => seminar.join('vera')).toThrow(expect.objectContaining({ code: 'meeting_locked' }));
    seminar.join('gleb').join('olga', { role: 'host', isOwner: true });
    expect(seminar.roles()).toMatchObject({ gleb: 'guest', olga: 'host' });
    seminar.call('olga', 'setPolicy', { locked: false }).join('vera');
    expect(seminar.roles()).toMatchObject({ vera: 'guest' });
  });

  it('a lobby that is switched off opens no locked door; unlocking does, for as many as there is room for', () => {
    seminar.call('olga', 'setPolicy', { lobby: true });
    seminar.join('vera').call('olga', 'setPolicy', { locked: true }).call('olga', 'setPolicy', { lobby: false });
    expect([...seminar.state.waiting.keys()]).toEqual(['wanja', 'vera']);
    seminar.call('olga', 'setPolicy', { locked: false });
    expect([...seminar.state.waiting.keys()]).toEqual(['wanja']);
    seminar.call('olga', 'setPolicy', { lobby: true });
    for (let nth = seminar.state.participants.size; nth < limits.participantsPerConference + 3; nth += 1) {
      seminar.join(`p${nth}`);
    }
    seminar.call('olga', 'setPolicy', { lobby: false });
    expect(seminar.state.participants.size).toBe(limits.participantsPerConference);
    expect([...seminar.state.waiting.keys()]).toEqual(['wanja', 'p500', 'p501', 'p502']);
  });

  it('remove is the last word, and for good', () => {
    seminar.call('kim', 'remove', { participantId: 'gleb' });
    expect(seminar.outputs).toContainEqual({ type: 'putOut', participantId: 'gleb', reason: 'removed' });
    expect(seminar.outputs).toContainEqual({ type: 'removeMedia', participantId: 'gleb' });
    expect([...seminar.told('participantsLeft').keys()]).toEqual(['olga', 'kostya', 'kim', 'tanja']);
    expect(() => seminar.join('gleb')).toThrow(expect.objectContaining({ code: 'removed_from_meeting' }));
  });

  it('of those who were put out the newest are remembered', () => {
    for (let nth = 0; nth < limits.rememberedPerConference + 5; nth += 1) {
      seminar.join('one').step({ type: 'leave', participantId: `p${nth}`, reason: 'signedOut' });
    }
    expect(seminar.state.removed.size).toBe(limits.rememberedPerConference);
    expect(seminar.state.removed.has(`p${limits.rememberedPerConference + 4}`)).toBe(true);
  });
});

describe('M6: microphones, pictures, screens', () => {
  it('mute pauses one microphone; its owner is told by whom, and may open it again', () => {
    seminar.call('kostya', 'mute', { participantId: 'gleb' });
    expect(seminar.ends('pauseProducer')).toEqual(["gleb's microphone"]);
    expect([...seminar.told('mutedByHost')]).toEqual([['gleb', { atMs: seminar.nowMs, by: 'kostya' }]]);
    expect(wants('gleb', 'microphone')).toBe('may');
  });

  it('muteAll mutes the guests of the host’s own room, and no host', () => {
    seminar.call('olga', 'createRooms', { names: ['One'], assign: 'byHand' });
    seminar.call('olga', 'assign', { participantIds: ['tanja'], roomId: 'room1' }).call('olga', 'openRooms', {});
    seminar.call('olga', 'muteAll', {});
    expect(seminar.ends('pauseProducer')).toEqual(["gleb's microphone"]);
    expect([...seminar.told('mutedByHost').keys()]).toEqual(['gleb']);
  });

  it('askToUnmute opens nothing; it asks, and allows what the policy forbids until the next mute', () => {
    seminar.call('olga', 'setPolicy', { unmuteSelf: false }).call('olga', 'muteAll', {});
    expect(wants('gleb', 'microphone')).toBe('unmute_off');
    seminar.call('kim', 'askToUnmute', { participantId: 'gleb' });
    expect([...seminar.told('askedToUnmute')]).toEqual([['gleb', { by: 'kim' }]]);
    expect([...seminar.told('grantsChanged')]).toEqual([['gleb', { mayUnmute: true, mayStartVideo: false }]]);
    expect([...seminar.ends('pauseProducer'), ...seminar.ends('closeProducer')]).toEqual([]);
    expect(wants('gleb', 'microphone')).toBe('may');
    expect(wants('tanja', 'microphone')).toBe('unmute_off');
    expect(wants('kostya', 'microphone')).toBe('may');
    seminar.call('kim', 'mute', { participantId: 'gleb' });
    expect(wants('gleb', 'microphone')).toBe('unmute_off');
  });

  it('who speaks when self-unmuting is switched off goes on until muted', () => {
    seminar.step({ type: 'producerPaused', participantId: 'tanja', producerId: "tanja's microphone", paused: true });
    seminar.call('olga', 'setPolicy', { unmuteSelf: false });
    expect(seminar.ends('pauseProducer')).toEqual([]);
    expect(wants('gleb', 'microphone')).toBe('may');
    expect(wants('tanja', 'microphone')).toBe('unmute_off');
    // By themselves too.
    seminar.step({ type: 'mutesSelf', participantId: 'gleb', producerId: "gleb's microphone" });
    expect(seminar.told('grantsChanged').get('gleb')).toEqual({ mayUnmute: false, mayStartVideo: false });
    expect(wants('gleb', 'microphone')).toBe('unmute_off');
  });

  it('stopVideo ends one picture; askToStartVideo asks for it', () => {
    seminar.call('olga', 'setPolicy', { startVideo: false });
    expect(seminar.ends('closeProducer')).toEqual(["gleb's camera", "tanja's camera"]);
    expect([...seminar.told('videoStoppedByHost').keys()]).toEqual(['gleb', 'tanja']);
    expect(wants('gleb', 'camera')).toBe('video_off');
    seminar.call('kim', 'askToStartVideo', { participantId: 'gleb' });
    expect([...seminar.told('askedToStartVideo')]).toEqual([['gleb', { by: 'kim' }]]);
    expect(wants('gleb', 'camera')).toBe('may');
    seminar.call('kim', 'stopVideo', { participantId: 'kostya' });
    expect(seminar.ends('closeProducer')).toEqual(["kostya's camera"]);
  });

  it('sharing that is switched off ends at once for guests, and is refused; stopSharing ends one', () => {
    seminar.call('olga', 'stopSharing', { participantId: 'gleb' });
    expect(seminar.ends('closeProducer')).toEqual(["gleb's screen"]);
    expect([...seminar.told('sharingStoppedByHost').keys()]).toEqual(['gleb']);
    expect(wants('gleb', 'screen')).toBe('may');
    seminar.call('olga', 'setPolicy', { shareScreen: false });
    expect(seminar.ends('closeProducer')).toEqual(["gleb's screen", "tanja's screen"]);
    expect(wants('gleb', 'screen')).toBe('sharing_off');
    expect(wants('kostya', 'screen')).toBe('may');
    // Who is no host any more shares no longer.
    seminar.call('olga', 'setRole', { participantId: 'kostya', role: 'guest' });
    expect(seminar.ends('closeProducer')).toEqual(["kostya's screen"]);
    expect(wants('kostya', 'screen')).toBe('sharing_off');
  });

  it('the sound of a screen goes with the screen: alone it were a microphone that nobody can mute', () => {
    const sound = { source: 'screenSound', paused: false } as const;
    const wantsSound = (who: string) => () => requireStream(seminar.state, who, sound);
    expect(wantsSound('kim')).toThrow(expect.objectContaining({ code: 'no_screen' }));
    seminar.send('gleb', 'screenSound');
    seminar.step({ type: 'producersClosed', participantId: 'gleb', producerIds: ["gleb's screen"] });
    expect(seminar.ends('closeProducer')).toEqual(["gleb's screenSound"]);
    expect(wantsSound('gleb')).toThrow(expect.objectContaining({ code: 'no_screen' }));
  });

  it('who was asked and has gone may no more once it is forbidden; who spoke when media was lost still may', () => {
    seminar.call('olga', 'askToUnmute', { participantId: 'tanja' }).leave('tanja');
    seminar.step({ type: 'mediaLost' }).step({ type: 'mediaBack' });
    // Their media is being built anew at this moment.
    seminar.call('olga', 'setPolicy', { unmuteSelf: false }).join('tanja');
    expect(wants('tanja', 'microphone')).toBe('unmute_off');
    expect(wants('gleb', 'microphone')).toBe('may');
    seminar.send('gleb', 'microphone').call('olga', 'mute', { participantId: 'gleb' });
    expect(wants('gleb', 'microphone')).toBe('unmute_off');
  });

  it('who is made a guest while they speak goes on until muted', () => {
    seminar.call('olga', 'setPolicy', { unmuteSelf: false });
    seminar.call('olga', 'setRole', { participantId: 'kostya', role: 'guest' });
    expect(seminar.ends('pauseProducer')).toEqual([]);
    expect(wants('kostya', 'microphone')).toBe('may');
    seminar.call('olga', 'setRole', { participantId: 'kim', role: 'guest' });
    expect(wants('kim', 'microphone')).toBe('unmute_off');
  });

  it('a policy is told to everybody at once, and once', () => {
    seminar.call('kim', 'setPolicy', { locked: true, shareScreen: true });
    expect([...seminar.told('policyChanged').keys()]).toEqual(['olga', 'kostya', 'kim', 'gleb', 'tanja']);
    expect(seminar.call('kim', 'setPolicy', { locked: true }).outputs).toEqual([]);
  });
});

describe('M6: roles', () => {
  it('setRole works at once, and shows the new host everything', () => {
    seminar.call('olga', 'setRole', { participantId: 'gleb', role: 'coHost' });
    expect(seminar.told('hostView').get('gleb')?.host?.waiting).toMatchObject([{ participantId: 'wanja' }]);
    expect(seminar.refuses('gleb', 'admit', {})).toBeUndefined();
    seminar.call('olga', 'setRole', { participantId: 'gleb', role: 'guest' });
    expect(seminar.told('hostView').get('gleb')).toEqual({ host: null });
    expect(seminar.refuses('gleb', 'admit', {})).toBe('not_a_host');
  });

  it('handOverHost makes one host of two, and the former a co-host, who has it back only when it is handed back', () => {
    seminar.call('olga', 'handOverHost', { participantId: 'gleb' });
    expect(seminar.roles()).toMatchObject({ olga: 'coHost', gleb: 'host' });
    expect(seminar.refuses('olga', 'setRole', { participantId: 'kim', role: 'guest' })).toBe('not_the_host');
    expect(seminar.refuses('gleb', 'handOverHost', { participantId: 'olga' })).toBeUndefined();
    expect(seminar.roles()).toMatchObject({ olga: 'host', gleb: 'coHost' });
  });

  it('when the host leaves, the co-host who was there first is host until the owner is back', () => {
    seminar.leave('olga');
    expect(seminar.roles()).toMatchObject({ kostya: 'host', kim: 'coHost' });
    seminar.join('olga', { role: 'host', isOwner: true });
    expect(seminar.roles()).toMatchObject({ olga: 'host', kostya: 'coHost' });
  });

  it('a host whose page reloads slowly is the host still', () => {
    seminar.step({ type: 'socketLost', participantId: 'olga', leavingPage: true }).pass(limits.resumeWindowMs - 1);
    expect(seminar.join('olga', { role: 'host', isOwner: true }).roles()).toMatchObject({ olga: 'host' });
    seminar.step({ type: 'socketLost', participantId: 'gleb', leavingPage: true }).pass(limits.reloadWindowMs);
    expect(seminar.roles()).not.toHaveProperty('gleb');
  });

  it('without a co-host nobody is host until the owner is back', () => {
    for (const who of ['kostya', 'kim']) seminar.call('olga', 'setRole', { participantId: who, role: 'guest' });
    seminar.leave('olga');
    expect(new Set(Object.values(seminar.roles()))).toEqual(new Set(['guest']));
    seminar.join('olga', { role: 'host', isOwner: true });
    expect(seminar.roles()).toMatchObject({ olga: 'host' });
  });
});

describe('M7: hands and reactions', () => {
  it('hands stand in the order of their raising; lowerHand lowers one, lowerAllHands those of the room', () => {
    for (const who of ['tanja', 'gleb', 'kim']) seminar.call(who, 'raiseHand', { raised: true });
    expect(['tanja', 'gleb', 'kim'].map((who) => seminar.of(who).handOrder)).toEqual([1, 2, 3]);
    seminar.call('kostya', 'lowerHand', { participantId: 'tanja' });
    expect(seminar.of('tanja').handOrder).toBeNull();
    seminar.call('tanja', 'raiseHand', { raised: true });
    expect(seminar.of('tanja').handOrder).toBe(4);
    seminar.call('olga', 'createRooms', { names: ['One'], assign: 'byHand' });
    seminar.call('olga', 'assign', { participantIds: ['gleb'], roomId: 'room1' }).call('olga', 'openRooms', {});
    seminar.call('kostya', 'lowerAllHands', {});
    expect(['tanja', 'gleb', 'kim'].map((who) => seminar.of(who).handOrder)).toEqual([null, 2, null]);
  });

  it('a reaction is seen by everybody in the room, oneself too, and kept nowhere', () => {
    const before = seminar.state;
    seminar.call('gleb', 'react', { reaction: 'clap' });
    expect([...seminar.told('reacted').keys()]).toEqual(['olga', 'kostya', 'kim', 'gleb', 'tanja']);
    expect(seminar.state).toEqual(before);
  });
});
