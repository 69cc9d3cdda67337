/** What each signalling method does once its caller has a seat: media goes to the worker, some need a service first, the rest the meeting decides by itself. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { MethodName } from '@veche/contracts/signalling/methods.ts';
import { type DecidedCall, decidedMethods } from '../control/meeting/meeting-step.ts';
import type { ConferenceHost } from './conference-host.ts';
import type { Place } from './place.ts';
import type { SignallingCall } from './signalling-contract.ts';
import type { MediaCall } from './worker-protocol.ts';

/** What is told to services, which must know before anybody else does. */
export interface MeetingServices {
  conferenceEnded(conferenceId: string): Promise<void>;
  soundModeChosen(conferenceId: string, mode: SoundMode): Promise<void>;
  lobbyChosen(conferenceId: string, lobby: boolean): Promise<void>;
  participantRemoved(conferenceId: string, participantId: string): Promise<void>;
  attendanceSettled(): Promise<void>;
  openRoomChat(conferenceId: string, roomId: string, participantId: string): Promise<string>;
}

export interface SeatedCaller {
  readonly place: Place;
  readonly conference: ConferenceHost;
  readonly services: MeetingServices;
}

/** Gives the method's result; rejects with a VecheError. */
export async function carryOutCall(
  { place, conference, services }: SeatedCaller,
  call: SignallingCall,
): Promise<unknown> {
  const { participantId, conferenceId } = place;
  conference.requirePermission(participantId, call.method);
  switch (call.method) {
    case 'leave':
      // After the answer: the line ends with it.
      setImmediate(() => conference.leave(participantId));
      return {};
    case 'setSoundMode':
      conference.setSoundMode(call.params.mode);
      // Also when it was so before: then the service may have missed it.
      await services.soundModeChosen(conferenceId, call.params.mode);
      return {};
    case 'endForAll':
      await services.conferenceEnded(conferenceId);
      setImmediate(() => conference.end());
      return {};
    case 'openRoomChat': {
      const roomId = conference.roomIdOf(participantId);
      await conference.keepRooms();
      return { roomId, chatToken: await services.openRoomChat(conferenceId, roomId, participantId) };
    }
    case 'record': {
      const roomId = conference.whereOf(participantId);
      const { id } = await conference.record(participantId, roomId, call.params.action);
      return { recordingId: id };
    }
    case 'setPolicy':
      await conference.decide(participantId, call);
      if (call.params.lobby !== undefined) await services.lobbyChosen(conferenceId, call.params.lobby);
      return {};
    case 'remove':
      conference.requireDecidable(participantId, call);
      // First: whoever is put out finds the door shut, whatever becomes of this server, or of their role, in between.
      await services.participantRemoved(conferenceId, call.params.participantId);
      await conference.putOut(call.params.participantId);
      // Who never comes back is told of nowhere else.
      await services.attendanceSettled();
      return {};
    case 'createRooms': {
      const { roomIds } = await conference.decide(participantId, call);
      await conference.keepRooms();
      return { roomIds };
    }
    default:
      if (!isDecided(call)) return conference.call(participantId, call);
      await conference.decide(participantId, call);
      return {};
  }
}

const decided: ReadonlySet<MethodName> = new Set(decidedMethods);

const isDecided = (call: DecidedCall | MediaCall): call is DecidedCall => decided.has(call.method);
