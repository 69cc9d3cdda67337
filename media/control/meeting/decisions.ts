/** What each call does once its caller may make it: one line a method. */

import { admit, deny, remove } from './doors.ts';
import type { Draft } from './draft.ts';
import * as hosting from './hosting.ts';
import type { LiveParticipant } from './meeting-state.ts';
import type { Chance, DecidedCall, DecidedMethod } from './meeting-step.ts';
import { handOver, setRole } from './roles.ts';
import * as rooms from './rooms.ts';

export interface AskedOf<Name extends DecidedMethod> {
  readonly draft: Draft;
  /** Inside, and allowed to. */
  readonly caller: LiveParticipant;
  readonly params: Extract<DecidedCall, { method: Name }>['params'];
  readonly chance: Chance;
}

/** Each throws a VecheError where it cannot be done. */
export const decisions: { readonly [Name in Exclude<DecidedMethod, 'rename'>]: (asked: AskedOf<Name>) => void } = {
  raiseHand: ({ draft, caller, params }) => hosting.setHand(draft, caller.participantId, params.raised),
  react: ({ draft, caller, params }) => hosting.react(draft, caller, params.reaction),

  admit: ({ draft, params }) => admit(draft, params.participantIds),
  deny: ({ draft, params }) => deny(draft, params.participantId),
  tellWaiting: ({ draft, caller, params }) => hosting.tellWaiting(draft, caller, params.text),
  remove: ({ draft, caller, params }) => remove(draft, caller, params.participantId),

  setPolicy: ({ draft, caller, params }) => hosting.setPolicy(draft, caller, params),
  mute: ({ draft, caller, params }) => hosting.mute(draft, caller, params.participantId),
  muteAll: ({ draft, caller }) => hosting.muteAll(draft, caller),
  askToUnmute: ({ draft, caller, params }) => hosting.ask(draft, caller, params.participantId, 'microphone'),
  stopVideo: ({ draft, caller, params }) => hosting.stopVideo(draft, caller, params.participantId),
  askToStartVideo: ({ draft, caller, params }) => hosting.ask(draft, caller, params.participantId, 'camera'),
  stopSharing: ({ draft, caller, params }) => hosting.stopSharing(draft, caller, params.participantId),
  lowerHand: ({ draft, params }) => hosting.setHand(draft, params.participantId, false),
  lowerAllHands: ({ draft, caller }) => hosting.lowerAllHands(draft, caller),

  setRole: ({ draft, caller, params }) => {
    const before = draft.participant(params.participantId)?.role;
    setRole(draft, caller, params.participantId, params.role);
    if (before === 'coHost') hosting.endForbidden(draft, caller, params.participantId);
  },
  handOverHost: ({ draft, caller, params }) => handOver(draft, caller, params.participantId),

  createRooms: ({ draft, params, chance }) => rooms.createRooms(draft, params, chance),
  renameRoom: ({ draft, params }) => rooms.renameRoom(draft, params),
  removeRoom: ({ draft, params }) => rooms.removeRoom(draft, params),
  assign: ({ draft, params }) => rooms.assign(draft, params),
  assignEvenly: ({ draft, chance }) => rooms.assignEvenly(draft, chance),
  setRoomsOptions: ({ draft, params }) => rooms.setRoomsOptions(draft, params),
  openRooms: ({ draft, params }) => rooms.openRooms(draft, params),
  closeRooms: ({ draft, params }) => rooms.closeRooms(draft, params),
  extendRooms: ({ draft, params }) => rooms.extendRooms(draft, params),
  enterRoom: ({ draft, caller, params }) => rooms.enterRoom(draft, caller, params),
  broadcast: ({ draft, caller, params }) => hosting.broadcast(draft, caller, params.text),
  askForHelp: ({ draft, caller, params }) => rooms.askForHelp(draft, caller, params.asks),
};
