/** What can be asked of breakout rooms. A part of the signalling methods. */
import Type from 'typebox';
import { ConferenceId, ParticipantId } from '../ids.ts';
import { limits } from '../limits.ts';
import { RoomIdOrMain } from './breakout-view.ts';

const Nothing = Type.Object({});
const RoomName = Type.String({ maxLength: 1_000 });
const Minutes = Type.Integer({ minimum: 1, maximum: limits.roomsOpenMaxMinutes });

export const breakoutMethods = {
  /** Adds rooms, also while others are open. `evenly`: at random, all guests who are in no room and meant for none. */
  createRooms: {
    params: Type.Object({
      names: Type.Array(RoomName, { minItems: 1, maxItems: limits.roomsPerConference }),
      assign: Type.Union([Type.Literal('byHand'), Type.Literal('evenly'), Type.Literal('byChoice')]),
    }),
    result: Type.Object({ roomIds: Type.Array(ConferenceId) }),
  },
  renameRoom: { params: Type.Object({ roomId: ConferenceId, name: RoomName }), result: Nothing },
  /** Whoever is in it comes back to the main room. */
  removeRoom: { params: Type.Object({ roomId: ConferenceId }), result: Nothing },
  /** While the rooms are open, whoever is not there goes there at once. null: the main room. */
  assign: {
    params: Type.Object({
      participantIds: Type.Array(ParticipantId, { minItems: 1, maxItems: limits.participantsPerConference }),
      roomId: RoomIdOrMain,
    }),
    result: Nothing,
  },
  /** Everybody but hosts anew, at random, into rooms of sizes that differ by one at most. */
  assignEvenly: { params: Nothing, result: Nothing },
  setRoomsOptions: {
    params: Type.Partial(Type.Object({ byChoice: Type.Boolean(), mayReturn: Type.Boolean() })),
    result: Nothing,
  },
  /** Everybody goes to the room that they are meant for. */
  openRooms: { params: Type.Object({ minutes: Type.Optional(Minutes) }), result: Nothing },
  /** Everybody comes back after so many seconds; 0 = at once. */
  closeRooms: {
    params: Type.Object({ inSeconds: Type.Integer({ minimum: 0, maximum: limits.roomsCountdownMaxSeconds }) }),
    result: Nothing,
  },
  /** Moves the closing of the rooms on, a countdown too. Rooms that close at no time get so long from now. */
  extendRooms: { params: Type.Object({ minutes: Minutes }), result: Nothing },
  /** Goes there oneself: hosts everywhere, guests where they are meant to be or may choose. null: back to the main room. */
  enterRoom: { params: Type.Object({ roomId: RoomIdOrMain }), result: Nothing },
  /** To everybody in the meeting, in whatever room. */
  broadcast: { params: Type.Object({ text: Type.String({ maxLength: 4_000 }) }), result: Nothing },
  /** To all hosts, while rooms are open. It is answered when one of them comes, or it is taken back. */
  askForHelp: { params: Type.Object({ asks: Type.Boolean() }), result: Nothing },
  /** A token for the chat of the room that one is in. */
  openRoomChat: { params: Nothing, result: Type.Object({ roomId: ConferenceId, chatToken: Type.String() }) },
} as const;
