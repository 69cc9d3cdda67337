/**
 * What a host does with rooms. Each act says in words what has become of it, and most can be taken back; what the server refuses is told like every
 * other failure of the meeting.
 */
import type { Call } from '@veche/client/call.ts';
import { CallFailure } from '@veche/client/call-error.ts';
import type { BreakoutView, RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { Values, WordKey } from '../i18n/translate.ts';
import { noticed } from '../state/notices-slice.ts';
import type { AppDispatch } from '../state/store.ts';
import { placeOf } from './by-room.ts';
import { moveOf, movesBack, placesOf } from './room-moves.ts';

/** What was done last, for the line that says so. */
export interface Done {
  readonly text: { readonly key: WordKey; readonly values?: Values };
  /** Takes it back. */
  readonly undo?: () => Promise<void>;
}

interface RoomActsOptions {
  readonly call: Pick<Call, 'state' | 'order'>;
  readonly dispatch: AppDispatch;
  readonly onDone: (done: Done) => void;
}

export class RoomActs {
  readonly #options: RoomActsOptions;

  constructor(options: RoomActsOptions) {
    this.#options = options;
  }

  create(names: readonly string[], assign: 'evenly' | 'byHand' | 'byChoice'): Promise<boolean> {
    return this.#try(async () => {
      // Left over from rooms that were there before.
      if (assign !== 'byChoice') await this.#order('setRoomsOptions', { byChoice: false });
      await this.#order('createRooms', { names: [...names], assign });
      this.#done({ key: 'rooms.done.created', values: { count: names.length } });
    });
  }

  add(name: string): Promise<boolean> {
    return this.#try(async () => {
      const { roomIds } = await this.#order('createRooms', { names: [name], assign: 'byHand' });
      const [roomId] = roomIds;
      this.#done({ key: 'rooms.done.added', values: { room: name } }, async () => {
        if (roomId !== undefined) await this.#order('removeRoom', { roomId });
      });
    });
  }

  rename(roomId: string, name: string): Promise<boolean> {
    const before = this.#room(roomId);
    return this.#try(async () => {
      await this.#order('renameRoom', { roomId, name });
      this.#done({ key: 'rooms.done.renamed', values: { room: name } }, async () => {
        await this.#order('renameRoom', { roomId, name: before });
      });
    });
  }

  /** One with people in it has been asked about. */
  remove(roomId: string): Promise<boolean> {
    const name = this.#room(roomId);
    const { roster, open } = this.#now();
    const participantIds = roster
      .filter((entry) => placeOf(entry, open) === roomId)
      .map(({ participantId }) => participantId);
    return this.#try(async () => {
      await this.#order('removeRoom', { roomId });
      this.#done({ key: 'rooms.done.removed', values: { room: name } }, async () => {
        const { roomIds } = await this.#order('createRooms', { names: [name], assign: 'byHand' });
        const [anew] = roomIds;
        const move = anew === undefined ? undefined : moveOf(participantIds, anew, this.#now());
        if (move !== undefined) await this.#order('assign', { ...move, participantIds: [...move.participantIds] });
      });
    });
  }

  move(participantIds: readonly string[], roomId: string | null): Promise<boolean> {
    const move = moveOf(participantIds, roomId, this.#now());
    if (move === undefined) return Promise.resolve(false);
    const places = placesOf(move.participantIds, this.#now());
    const [only] = move.participantIds;
    const name = this.#now().roster.find(({ participantId }) => participantId === only)?.name ?? '';
    return this.#try(async () => {
      await this.#order('assign', { participantIds: [...move.participantIds], roomId });
      const count = move.participantIds.length;
      const room = roomId === null ? '' : this.#room(roomId);
      const who = count === 1 ? 'One' : 'Many';
      const where = roomId === null ? 'Out' : 'To';
      this.#done({ key: `rooms.done.moved${who}${where}`, values: { name, count, room } }, () => this.#putBack(places));
    });
  }

  assignEvenly(): Promise<boolean> {
    const guests = this.#now().roster.filter(({ role }) => !isHost(role));
    const places = placesOf(
      guests.map(({ participantId }) => participantId),
      this.#now(),
    );
    return this.#try(async () => {
      await this.#order('assignEvenly', {});
      this.#done({ key: 'rooms.done.evenly' }, () => this.#putBack(places));
    });
  }

  setOptions(options: Partial<Pick<BreakoutView, 'byChoice' | 'mayReturn'>>): Promise<boolean> {
    return this.#try(() => this.#order('setRoomsOptions', options));
  }

  open(minutes: number | undefined): Promise<boolean> {
    return this.#try(async () => {
      await this.#order('openRooms', minutes === undefined ? {} : { minutes });
      this.#done({ key: 'rooms.done.opened' });
    });
  }

  close(inSeconds: number): Promise<boolean> {
    return this.#try(async () => {
      await this.#order('closeRooms', { inSeconds });
      if (inSeconds === 0) this.#done({ key: 'rooms.done.closed' });
      else this.#done({ key: 'rooms.done.closing', values: { count: inSeconds } });
    });
  }

  extend(minutes: number): Promise<boolean> {
    return this.#try(async () => {
      await this.#order('extendRooms', { minutes });
      this.#done({ key: 'rooms.done.extended', values: { count: minutes } });
    });
  }

  broadcast(text: string): Promise<boolean> {
    return this.#try(async () => {
      await this.#order('broadcast', { text });
      this.#done({ key: 'rooms.done.broadcast' });
    });
  }

  enter(roomId: string | null): Promise<boolean> {
    return this.#try(() => this.#order('enterRoom', { roomId }));
  }

  askForHelp(asks: boolean): Promise<boolean> {
    return this.#try(() => this.#order('askForHelp', { asks }));
  }

  /** Takes the last act back. */
  undo({ undo }: Done): Promise<boolean> {
    return this.#try(async () => {
      await undo?.();
      this.#done({ key: 'rooms.done.undone' });
    });
  }

  readonly #order: Call['order'] = (method, params) => this.#options.call.order(method, params);

  async #putBack(places: ReadonlyMap<string, string | null>): Promise<void> {
    const { breakout } = this.#options.call.state;
    const roomIds = breakout?.rooms.map(({ roomId }) => roomId) ?? [];
    for (const { participantIds, roomId } of movesBack(places, { ...this.#now(), roomIds }))
      await this.#order('assign', { participantIds: [...participantIds], roomId });
  }

  #now(): { readonly roster: readonly RosterEntry[]; readonly open: boolean } {
    const { host, breakout } = this.#options.call.state;
    return { roster: host?.roster ?? [], open: breakout?.open === true };
  }

  #room(roomId: string): string {
    return this.#options.call.state.breakout?.rooms.find((room) => room.roomId === roomId)?.name ?? '';
  }

  #done(text: Done['text'], undo?: () => Promise<void>): void {
    this.#options.onDone(undo === undefined ? { text } : { text, undo });
  }

  /** Answers whether it was done. */
  async #try(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      const failure = error instanceof CallFailure ? error.code : 'internal';
      this.#options.dispatch(noticed({ kind: 'trouble', text: { failure } }));
      return false;
    }
  }
}
