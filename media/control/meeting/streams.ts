/** What the media worker says of one participant's streams, as the others in their room hear of it. */
import type { ErrorCode } from '@veche/contracts/errors.ts';
import type { ProducerView } from '@veche/contracts/signalling/conference-view.ts';
import { policyRefusal } from '@veche/contracts/signalling/permissions.ts';
import type { Draft } from './draft.ts';
import type { LiveMeeting, LiveParticipant } from './meeting-state.ts';
import type { MeetingInput } from './meeting-step.ts';

export type StreamInput = Extract<
  MeetingInput,
  {
    type:
      | 'transportOpened'
      | 'transportsClosed'
      | 'produced'
      | 'producerPaused'
      | 'mutesSelf'
      | 'producersClosed'
      | 'consumersClosed'
      | 'microphoneReadable';
  }
>;

/** Why somebody may not send this now, by the meeting's policy and by what hosts asked of them; undefined = they may. */
export function streamRefusal(
  { policy }: Pick<LiveMeeting, 'policy'>,
  { role, mayUnmute, mayStartVideo, producers }: LiveParticipant,
  { source, paused }: Pick<ProducerView, 'source' | 'paused'>,
): ErrorCode | undefined {
  // Otherwise it were a microphone that no host could mute.
  if (source === 'screenSound' && !producers.some((other) => other.source === 'screen')) return 'no_screen';
  return policyRefusal(role, policy, { source, paused, asked: source === 'microphone' ? mayUnmute : mayStartVideo });
}

export function stepStreams(draft: Draft, participant: LiveParticipant, input: StreamInput): void {
  const { participantId, roomId, transportIds, producers } = participant;
  switch (input.type) {
    case 'transportOpened':
      draft.change(participantId, { transportIds: [...transportIds, input.transportId] });
      return;
    case 'transportsClosed':
      draft.change(participantId, {
        transportIds: transportIds.filter((id) => !input.transportIds.includes(id)),
      });
      return;
    case 'produced': {
      const { producer } = input;
      const spoke = participant.spoke && producer.source !== 'microphone';
      draft.change(participantId, { producers: [...producers, producer], spoke });
      draft.tellRoom(roomId, { method: 'producerAdded', params: { participantId, producer } }, participantId);
      // A host may have switched it off while the worker was busy with it.
      if (streamRefusal(draft.state, participant, producer) === undefined) return;
      const { producerId, source } = producer;
      draft.do({ type: source === 'microphone' ? 'pauseProducer' : 'closeProducer', participantId, producerId });
      return;
    }
    case 'producerPaused': {
      const { producerId, paused } = input;
      const producer = producers.find((other) => other.producerId === producerId);
      if (producer === undefined || producer.paused === paused) return;
      draft.change(participantId, {
        producers: producers.map((other) => (other === producer ? { ...other, paused } : other)),
      });
      if (streamRefusal(draft.state, participant, { ...producer, paused }) !== undefined) {
        draft.do({ type: 'pauseProducer', participantId, producerId });
      }
      const notification = { method: 'producerChanged', params: { participantId, producerId, paused } } as const;
      draft.tellRoom(roomId, notification, participantId);
      return;
    }
    case 'mutesSelf': {
      const isMicrophone = producers.some(
        (other) => other.producerId === input.producerId && other.source === 'microphone',
      );
      if (isMicrophone && !draft.state.policy.unmuteSelf) draft.change(participantId, { mayUnmute: false });
      return;
    }
    case 'producersClosed': {
      const gone = producers.filter(({ producerId }) => input.producerIds.includes(producerId));
      if (gone.length === 0) return;
      const stay = producers.filter((producer) => !gone.includes(producer));
      draft.change(participantId, { producers: stay });
      if (!stay.some(({ source }) => source === 'screen')) {
        const sound = stay.find(({ source }) => source === 'screenSound');
        if (sound !== undefined) draft.do({ type: 'closeProducer', participantId, producerId: sound.producerId });
      }
      for (const { producerId } of gone) {
        draft.tellRoom(roomId, { method: 'producerRemoved', params: { participantId, producerId } }, participantId);
      }
      return;
    }
    case 'microphoneReadable': {
      const { producerId, readable } = input;
      draft.tell(participantId, { method: 'microphoneReadable', params: { producerId, readable } });
      return;
    }
    case 'consumersClosed':
      draft.tell(participantId, {
        method: 'consumersClosed',
        params: { consumerIds: [...input.consumerIds] },
      });
      return;
  }
}

export function grade(draft: Draft, grades: Extract<MeetingInput, { type: 'grades' }>['grades']): void {
  for (const [participantId, network] of grades) {
    const participant = draft.participant(participantId);
    if (participant === undefined || participant.network === network) continue;
    draft.change(participantId, { network });
    draft.tellRoom(participant.roomId, { method: 'participantChanged', params: { participantId, network } });
  }
}

/** Everything that the worker had is gone. */
export function loseMedia(draft: Draft): void {
  for (const { participantId, producers, spoke: before } of [...draft.state.participants.values()]) {
    const spoke = before || producers.some(({ source, paused }) => source === 'microphone' && !paused);
    draft.change(participantId, { network: null, producers: [], transportIds: [], spoke });
  }
  draft.state = { ...draft.state, media: 'lost', speakers: new Map() };
}
