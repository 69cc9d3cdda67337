/** What somebody is told who is in another room now. Pure. */
import type { NotificationParams } from '@veche/contracts/signalling/notifications.ts';
import type { Values, WordKey } from '../i18n/translate.ts';

type Entered = Pick<NotificationParams<'entered'>, 'reason' | 'room'>;

/** Undefined: they were let in, which is told elsewhere. */
export function enteredWords({ reason, room }: Entered): { key: WordKey; values?: Values } | undefined {
  if (reason === 'admitted') return undefined;
  if (room !== null) {
    const key = reason === 'movedByHost' ? 'rooms.told.moved' : 'rooms.told.inRoom';
    return { key, values: { room: room.name } };
  }
  switch (reason) {
    case 'roomsClosed':
      return { key: 'rooms.told.closed' };
    case 'roomRemoved':
      return { key: 'rooms.told.removed' };
    case 'movedByHost':
      return { key: 'rooms.told.movedToMain' };
    case 'roomsOpened':
    case 'bySelf':
      return { key: 'rooms.told.inMain' };
  }
}
