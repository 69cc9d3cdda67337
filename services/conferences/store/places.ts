/**
 * Places in meetings, opened by tokens: one for the media server, another for the chat, so that an address which carries the one gives
 * nobody the other. A place ends for both at once.
 */
import type { TokenRecord, TokenSet, Tokens } from '@veche/ports/tokens/tokens.ts';

/** A seat in a meeting, given out by `join`, or in the chat of one of its rooms. What may be absent is so in places of earlier versions. */
export interface StoredPlace {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
  /** The account, where there is one. */
  readonly userId: string | null;
  /** Waits for a host even where others need not. */
  readonly mustWait?: boolean;
  /** Of somebody without an account: what their browser is known by, and the address from which they came. */
  readonly guestKey?: string | undefined;
  readonly address?: string | undefined;
  /** In a room's chat: since when they have been there, over all tokens for it. */
  readonly joinedAtMs?: number;
}

/** A seat where somebody hears how they sound; no meeting of the table has it. */
export interface SoundCheckPlace {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly name: string;
  readonly endsAtMs: number;
}

export interface NewPlace {
  readonly place: StoredPlace;
  readonly participantToken: string;
  readonly chatToken: string;
  /** Under which it is taken; it ends with it. */
  readonly sessionId: string | undefined;
  readonly expiresAtMs: number;
}

export interface PlaceName {
  readonly conferenceId: string;
  readonly participantId: string;
}

export class Places {
  /** Owned by the meeting's id, named by the participant's id. */
  readonly #forMedia: TokenSet<StoredPlace>;
  readonly #forChat: TokenSet<StoredPlace>;
  readonly #forSoundChecks: TokenSet<SoundCheckPlace>;
  /** The same tokens as the media server's, owned by the session that joined. */
  readonly #ofSessions: TokenSet<{ readonly conferenceId: string }>;
  /** The same tokens as the rooms' chats', owned by the place in the meeting that they end with, named by the room's id. */
  readonly #inRooms: TokenSet<PlaceName>;

  constructor(tokens: Tokens) {
    this.#forMedia = tokens.kind<StoredPlace>('place');
    this.#forChat = tokens.kind<StoredPlace>('chat-place');
    this.#forSoundChecks = tokens.kind<SoundCheckPlace>('sound-check');
    this.#ofSessions = tokens.kind<{ readonly conferenceId: string }>('place-of-session');
    this.#inRooms = tokens.kind<PlaceName>('room-chat-of-place');
  }

  async give({ place, participantToken, chatToken, sessionId, expiresAtMs }: NewPlace): Promise<void> {
    const { participantId: id, conferenceId } = place;
    const record = { id, owner: conferenceId, value: place, expiresAtMs };
    await this.#forMedia.put(participantToken, record);
    await this.#forChat.put(chatToken, record);
    if (sessionId === undefined) return;
    await this.#ofSessions.put(participantToken, { id, owner: sessionId, value: { conferenceId }, expiresAtMs });
  }

  async giveForSoundCheck(place: SoundCheckPlace, participantToken: string): Promise<void> {
    const { participantId: id, conferenceId: owner, endsAtMs: expiresAtMs } = place;
    await this.#forSoundChecks.put(participantToken, { id, owner, value: place, expiresAtMs });
  }

  async ofSoundCheck(token: string): Promise<SoundCheckPlace | undefined> {
    return (await this.#forSoundChecks.get(token))?.value;
  }

  byParticipantToken(token: string): Promise<TokenRecord<StoredPlace> | undefined> {
    return this.#forMedia.get(token);
  }

  byChatToken(token: string): Promise<TokenRecord<StoredPlace> | undefined> {
    return this.#forChat.get(token);
  }

  async find(name: PlaceName): Promise<StoredPlace | undefined> {
    return (await this.#record(name))?.value;
  }

  /** Everybody's who has one in the meeting. */
  async inMeeting(conferenceId: string): Promise<readonly StoredPlace[]> {
    return (await this.#forMedia.list(conferenceId)).map(({ value }) => value);
  }

  /**
   * A token for the chat of a room, in place of the one that the participant had for it; it lasts as long as their place in the meeting. Answers
   * whether they have one.
   */
  async openRoomChat(name: PlaceName, roomId: string, chatToken: string, nowMs: number): Promise<boolean> {
    const { participantId } = name;
    const seat = await this.#record(name);
    if (seat === undefined) return false;
    const { expiresAtMs, value } = seat;
    const before = await this.#forChat.deleteById(roomId, participantId);
    const joinedAtMs = before?.value.joinedAtMs ?? nowMs;
    const place = { ...value, conferenceId: roomId, joinedAtMs };
    await this.#inRooms.deleteById(ownerInRooms(name), roomId);
    await this.#inRooms.put(chatToken, { id: roomId, owner: ownerInRooms(name), value: name, expiresAtMs });
    await this.#forChat.put(chatToken, { id: participantId, owner: roomId, value: place, expiresAtMs });
    // The place may have been withdrawn before this was written: then nobody else takes it away.
    if ((await this.#record(name)) !== undefined) return true;
    await this.#withdrawFromRooms(name);
    return false;
  }

  async withdraw(name: PlaceName): Promise<void> {
    const { conferenceId, participantId } = name;
    await this.#forMedia.deleteById(conferenceId, participantId);
    await this.#forChat.deleteById(conferenceId, participantId);
    await this.#withdrawFromRooms(name);
  }

  async withdrawAll(conferenceId: string): Promise<void> {
    const seats = await this.#forMedia.deleteOwned(conferenceId);
    await this.#forChat.deleteOwned(conferenceId);
    for (const { id: participantId } of seats) await this.#withdrawFromRooms({ conferenceId, participantId });
  }

  /** Answers whose places they were. */
  async withdrawOfSession(sessionId: string): Promise<readonly PlaceName[]> {
    const names = (await this.#ofSessions.deleteOwned(sessionId)).map(({ id, value }) => ({
      conferenceId: value.conferenceId,
      participantId: id,
    }));
    for (const name of names) await this.withdraw(name);
    return names;
  }

  #record({ conferenceId, participantId }: PlaceName): Promise<TokenRecord<StoredPlace> | undefined> {
    return this.#forMedia.find(conferenceId, participantId);
  }

  async #withdrawFromRooms(name: PlaceName): Promise<void> {
    for (const { id: roomId } of await this.#inRooms.deleteOwned(ownerInRooms(name))) {
      await this.#forChat.deleteById(roomId, name.participantId);
    }
  }
}

const ownerInRooms = ({ conferenceId, participantId }: PlaceName): string => `${conferenceId}/${participantId}`;
