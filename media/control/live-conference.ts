/**
 * A running conference as its people see it: who is in, who is being waited for, what each sends, and whether media stands. A pure step over inputs;
 * the outputs say who is told what. A participant is absent, connected, or held: cut off, with the place kept for a while.
 */
import { limits } from '@veche/contracts/limits.ts';
import type {
  NetworkGrade,
  ParticipantView,
  ProducerView,
  Role,
  SoundMode,
} from '@veche/contracts/signalling/conference-view.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';

export interface LiveParticipant {
  readonly participantId: string;
  readonly name: string;
  readonly role: Role;
  readonly joinedAtMs: number;
  readonly connection: { readonly name: 'connected' } | { readonly name: 'held'; readonly untilMs: number };
  readonly network: NetworkGrade;
  readonly producers: readonly ProducerView[];
  readonly transportIds: readonly string[];
}

export interface LiveConference {
  readonly conferenceId: string;
  readonly name: string;
  readonly startedAtMs: number;
  readonly soundMode: SoundMode;
  /** `lost`: the worker died and no other has taken over yet. */
  readonly media: 'up' | 'lost';
  readonly mediaEpoch: number;
  /** In order of joining. */
  readonly participants: ReadonlyMap<string, LiveParticipant>;
  readonly speakers: { readonly speaking: readonly string[]; readonly active: string | null };
}

export type ConferenceInput =
  | { readonly type: 'join'; readonly participantId: string; readonly name: string; readonly role: Role }
  /** `leavingPage`: the browser said that the page goes away. */
  | { readonly type: 'socketLost'; readonly participantId: string; readonly leavingPage: boolean }
  | { readonly type: 'leave'; readonly participantId: string }
  | { readonly type: 'rename'; readonly participantId: string; readonly name: string }
  | { readonly type: 'transportOpened'; readonly participantId: string; readonly transportId: string }
  | { readonly type: 'transportsClosed'; readonly participantId: string; readonly transportIds: readonly string[] }
  | { readonly type: 'produced'; readonly participantId: string; readonly producer: ProducerView }
  | {
      readonly type: 'producerPaused';
      readonly participantId: string;
      readonly producerId: string;
      readonly paused: boolean;
    }
  | { readonly type: 'producersClosed'; readonly participantId: string; readonly producerIds: readonly string[] }
  | { readonly type: 'consumersClosed'; readonly participantId: string; readonly consumerIds: readonly string[] }
  | { readonly type: 'grades'; readonly grades: readonly (readonly [participantId: string, grade: 0 | 1 | 2 | 3])[] }
  | { readonly type: 'speakers'; readonly speaking: readonly string[]; readonly active: string | null }
  | {
      readonly type: 'microphoneReadable';
      readonly participantId: string;
      readonly producerId: string;
      readonly readable: boolean;
    }
  | { readonly type: 'soundMode'; readonly mode: SoundMode }
  | { readonly type: 'mediaLost' }
  | { readonly type: 'mediaBack' }
  | { readonly type: 'tick' };

export type ConferenceOutput =
  | { readonly type: 'tell'; readonly participantId: string; readonly notification: Notification }
  | { readonly type: 'tellAll'; readonly except?: string; readonly notification: Notification }
  /** The participant's former socket gives way to a new one. */
  | { readonly type: 'displaced'; readonly participantId: string }
  | { readonly type: 'removeMedia'; readonly participantId: string }
  /** Nobody is in or waited for. */
  | { readonly type: 'emptied' };

export interface ConferenceStep {
  readonly state: LiveConference;
  readonly outputs: readonly ConferenceOutput[];
}

export function openConference(
  conferenceId: string,
  name: string,
  soundMode: SoundMode,
  media: 'up' | 'lost',
  nowMs: number,
): LiveConference {
  return {
    conferenceId,
    name,
    startedAtMs: nowMs,
    soundMode,
    media,
    // Never one of an earlier life of this conference, which clients may remember from before a restart of the server.
    mediaEpoch: nowMs,
    participants: new Map(),
    speakers: { speaking: [], active: null },
  };
}

/** An input about somebody who is absent changes nothing, but for `join`. */
export function stepConference(state: LiveConference, input: ConferenceInput, nowMs: number): ConferenceStep {
  switch (input.type) {
    case 'mediaLost':
      return { state: withoutMedia(state), outputs: [] };
    case 'mediaBack': {
      if (state.media === 'up') return same(state);
      const mediaEpoch = state.mediaEpoch + 1;
      const notification = { method: 'mediaRestarted', params: { mediaEpoch } } as const;
      return { state: { ...state, media: 'up', mediaEpoch }, outputs: [{ type: 'tellAll', notification }] };
    }
    case 'soundMode': {
      if (state.soundMode === input.mode) return same(state);
      const notification = { method: 'soundModeChanged', params: { mode: input.mode } } as const;
      return { state: { ...state, soundMode: input.mode }, outputs: [{ type: 'tellAll', notification }] };
    }
    case 'speakers': {
      const { speaking, active } = input;
      return {
        state: { ...state, speakers: { speaking, active } },
        outputs: [{ type: 'tellAll', notification: speakersSaid(speaking, active) }],
      };
    }
    case 'grades':
      return grade(state, input.grades);
    case 'tick':
      return expire(state, nowMs);
    case 'join':
      return join(state, input, nowMs);
    default: {
      const participant = state.participants.get(input.participantId);
      return participant === undefined ? same(state) : stepParticipant(state, participant, input, nowMs);
    }
  }
}

type ParticipantInput = Exclude<
  ConferenceInput,
  { type: 'mediaLost' | 'mediaBack' | 'soundMode' | 'speakers' | 'grades' | 'tick' | 'join' }
>;

function stepParticipant(
  state: LiveConference,
  participant: LiveParticipant,
  input: ParticipantInput,
  nowMs: number,
): ConferenceStep {
  const { participantId } = participant;
  switch (input.type) {
    case 'socketLost': {
      const windowMs = input.leavingPage ? limits.reloadWindowMs : limits.resumeWindowMs;
      if (participant.connection.name === 'held') return same(state);
      return {
        state: put(state, { ...participant, connection: { name: 'held', untilMs: nowMs + windowMs } }),
        outputs: [changed(participantId, { connected: false }, participantId)],
      };
    }
    case 'leave':
      return remove(state, participantId);
    case 'rename':
      if (participant.name === input.name) return same(state);
      return {
        state: put(state, { ...participant, name: input.name }),
        outputs: [changed(participantId, { name: input.name })],
      };
    case 'transportOpened':
      return {
        state: put(state, { ...participant, transportIds: [...participant.transportIds, input.transportId] }),
        outputs: [],
      };
    case 'transportsClosed': {
      const transportIds = participant.transportIds.filter((id) => !input.transportIds.includes(id));
      return { state: put(state, { ...participant, transportIds }), outputs: [] };
    }
    case 'produced': {
      const { producer } = input;
      return {
        state: put(state, { ...participant, producers: [...participant.producers, producer] }),
        outputs: [
          {
            type: 'tellAll',
            except: participantId,
            notification: { method: 'producerAdded', params: { participantId, producer } },
          },
        ],
      };
    }
    case 'producerPaused': {
      const { producerId, paused } = input;
      const producer = participant.producers.find((other) => other.producerId === producerId);
      if (producer === undefined || producer.paused === paused) return same(state);
      const producers = participant.producers.map((other) => (other === producer ? { ...other, paused } : other));
      const notification = { method: 'producerChanged', params: { participantId, producerId, paused } } as const;
      return {
        state: put(state, { ...participant, producers }),
        outputs: [{ type: 'tellAll', except: participantId, notification }],
      };
    }
    case 'producersClosed': {
      const gone = participant.producers.filter(({ producerId }) => input.producerIds.includes(producerId));
      const producers = participant.producers.filter((producer) => !gone.includes(producer));
      return {
        state: put(state, { ...participant, producers }),
        outputs: gone.map(({ producerId }) => ({
          type: 'tellAll',
          except: participantId,
          notification: { method: 'producerRemoved', params: { participantId, producerId } },
        })),
      };
    }
    case 'microphoneReadable': {
      const { producerId, readable } = input;
      const notification = { method: 'microphoneReadable', params: { producerId, readable } } as const;
      return { state, outputs: [{ type: 'tell', participantId, notification }] };
    }
    case 'consumersClosed': {
      const notification: Notification = { method: 'consumersClosed', params: { consumerIds: [...input.consumerIds] } };
      return { state, outputs: [{ type: 'tell', participantId, notification }] };
    }
  }
}

function join(
  state: LiveConference,
  { participantId, name, role }: Extract<ConferenceInput, { type: 'join' }>,
  nowMs: number,
): ConferenceStep {
  const { speaking, active } = state.speakers;
  const briefing: ConferenceOutput[] =
    active === null ? [] : [{ type: 'tell', participantId, notification: speakersSaid(speaking, active) }];
  const known = state.participants.get(participantId);
  if (known !== undefined) {
    const back: ConferenceOutput =
      known.connection.name === 'held'
        ? changed(participantId, { connected: true }, participantId)
        : { type: 'displaced', participantId };
    return { state: put(state, { ...known, role, connection: { name: 'connected' } }), outputs: [back, ...briefing] };
  }
  const participant: LiveParticipant = {
    participantId,
    name,
    role,
    joinedAtMs: nowMs,
    connection: { name: 'connected' },
    network: null,
    producers: [],
    transportIds: [],
  };
  const notification = { method: 'participantJoined', params: { participant: viewOf(participant) } } as const;
  return {
    state: put(state, participant),
    outputs: [{ type: 'tellAll', except: participantId, notification }, ...briefing],
  };
}

function remove(state: LiveConference, participantId: string): ConferenceStep {
  const participants = new Map(state.participants);
  participants.delete(participantId);
  const notification = { method: 'participantLeft', params: { participantId } } as const;
  const outputs: ConferenceOutput[] = [
    { type: 'removeMedia', participantId },
    { type: 'tellAll', except: participantId, notification },
  ];
  if (participants.size === 0) outputs.push({ type: 'emptied' });
  return { state: { ...state, participants }, outputs };
}

function expire(state: LiveConference, nowMs: number): ConferenceStep {
  const outputs: ConferenceOutput[] = [];
  let next = state;
  for (const { participantId, connection } of state.participants.values()) {
    if (connection.name !== 'held' || connection.untilMs > nowMs) continue;
    const removed = remove(next, participantId);
    next = removed.state;
    outputs.push(...removed.outputs);
  }
  return { state: next, outputs };
}

function grade(state: LiveConference, grades: Extract<ConferenceInput, { type: 'grades' }>['grades']): ConferenceStep {
  const participants = new Map(state.participants);
  const outputs: ConferenceOutput[] = [];
  for (const [participantId, network] of grades) {
    const participant = participants.get(participantId);
    if (participant === undefined || participant.network === network) continue;
    participants.set(participantId, { ...participant, network });
    outputs.push(changed(participantId, { network }));
  }
  return { state: { ...state, participants }, outputs };
}

function withoutMedia(state: LiveConference): LiveConference {
  const participants = new Map<string, LiveParticipant>();
  for (const [participantId, participant] of state.participants) {
    participants.set(participantId, { ...participant, network: null, producers: [], transportIds: [] });
  }
  return { ...state, media: 'lost', participants, speakers: { speaking: [], active: null } };
}

const same = (state: LiveConference): ConferenceStep => ({ state, outputs: [] });

function put(state: LiveConference, participant: LiveParticipant): LiveConference {
  return { ...state, participants: new Map(state.participants).set(participant.participantId, participant) };
}

function changed(
  participantId: string,
  fields: { name?: string; connected?: boolean; network?: NetworkGrade },
  except?: string,
): ConferenceOutput {
  const notification = { method: 'participantChanged', params: { participantId, ...fields } } as const;
  return { type: 'tellAll', ...(except === undefined ? {} : { except }), notification };
}

const speakersSaid = (speaking: readonly string[], active: string | null): Notification => ({
  method: 'speakers',
  params: { speakingParticipantIds: [...speaking], activeParticipantId: active },
});

export function viewOf({
  participantId,
  name,
  role,
  connection,
  network,
  producers,
  joinedAtMs,
}: LiveParticipant): ParticipantView {
  return {
    participantId,
    name,
    role,
    connected: connection.name === 'connected',
    network,
    producers: [...producers],
    joinedAtMs,
  };
}
