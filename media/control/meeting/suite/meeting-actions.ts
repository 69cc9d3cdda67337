/** What may happen in a meeting, as small numbers: who and what is meant is found out when it happens, so that every sequence makes sense. */
import type { DecidedCall } from '../meeting-step.ts';

const byAnybody = [
  'join',
  'join',
  'join',
  'join',
  'joinOwner',
  'loseSocket',
  'reload',
  'leave',
  'rename',
  'hand',
  'enter',
  'help',
  'produce',
  'record',
  'workerDeath',
  'workerBack',
  'serverDeath',
  'time',
] as const;
const byHosts = [
  'lobby',
  'lock',
  'admit',
  'admitAll',
  'deny',
  'promote',
  'demote',
  'handOver',
  'remove',
  'muteAll',
  'forbid',
  'createRooms',
  'removeRoom',
  'renameRoom',
  'assign',
  'assignEvenly',
  'open',
  'close',
  'countdown',
  'extend',
  'options',
] as const;

/** As often as each is to happen. */
export const actionNames = [...byAnybody, ...byHosts] as const;
/** Of which most are for hosts to do. */
export const hostActions: ReadonlySet<string> = new Set(byHosts);

export interface Action {
  readonly name: (typeof actionNames)[number];
  /** Who does it. */
  readonly who: number;
  /** To whom or to what. */
  readonly what: number;
}

export interface Meant {
  readonly participantId: string;
  readonly roomId: string | null;
  readonly who: number;
}

/** The call that an action is; undefined = it is something else that happens. */
export function callOf(action: Action, { participantId, roomId, who }: Meant): DecidedCall | undefined {
  const isOdd = who % 2 === 1;
  switch (action.name) {
    case 'rename':
      return { method: 'rename', params: { name: `Name ${action.what}` } };
    case 'hand':
      return { method: 'raiseHand', params: { raised: action.what % 3 > 0 } };
    case 'lobby':
      return { method: 'setPolicy', params: { lobby: action.what % 2 === 0 } };
    case 'lock':
      return { method: 'setPolicy', params: { locked: action.what % 3 === 0 } };
    case 'forbid':
      return { method: 'setPolicy', params: { shareScreen: isOdd, unmuteSelf: action.what % 2 === 0 } };
    case 'admit':
      return { method: 'admit', params: { participantIds: [participantId] } };
    case 'admitAll':
      return { method: 'admit', params: {} };
    case 'deny':
      return { method: 'deny', params: { participantId } };
    case 'promote':
      return { method: 'setRole', params: { participantId, role: 'coHost' } };
    case 'demote':
      return { method: 'setRole', params: { participantId, role: 'guest' } };
    case 'handOver':
      return { method: 'handOverHost', params: { participantId } };
    case 'remove':
      return { method: 'remove', params: { participantId } };
    case 'muteAll':
      return { method: 'muteAll', params: {} };
    case 'createRooms': {
      const assign = (['byHand', 'evenly', 'byChoice'] as const)[action.what % 3]!;
      return { method: 'createRooms', params: { names: isOdd ? ['One'] : ['One', 'Two'], assign } };
    }
    case 'removeRoom':
      return roomId === null ? undefined : { method: 'removeRoom', params: { roomId } };
    case 'renameRoom':
      return roomId === null ? undefined : { method: 'renameRoom', params: { roomId, name: `Room ${action.what}` } };
    case 'assign':
      return { method: 'assign', params: { participantIds: [participantId], roomId } };
    case 'assignEvenly':
      return { method: 'assignEvenly', params: {} };
    case 'open':
      return { method: 'openRooms', params: isOdd ? { minutes: 1 } : {} };
    case 'close':
      return { method: 'closeRooms', params: { inSeconds: 0 } };
    case 'countdown':
      return { method: 'closeRooms', params: { inSeconds: 30 } };
    case 'extend':
      return { method: 'extendRooms', params: { minutes: 1 } };
    case 'enter':
      return { method: 'enterRoom', params: { roomId } };
    case 'help':
      return { method: 'askForHelp', params: { asks: action.what % 3 > 0 } };
    case 'options':
      return { method: 'setRoomsOptions', params: { byChoice: isOdd, mayReturn: action.what % 2 === 0 } };
    default:
      return undefined;
  }
}
