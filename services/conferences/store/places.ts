/**
 * Places in meetings, opened by tokens: one for the media server, another for the chat, so that an address which carries the one gives
 * nobody the other. A place ends for both at once.
 */
import type { TokenRecord, TokenSet, Tokens } from '@veche/ports/tokens/tokens.ts';

/** A seat in a meeting, given out by `join`. */
export interface StoredPlace {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
  /** The account, where there is one. */
  readonly userId: string | null;
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

  constructor(tokens: Tokens) {
    this.#forMedia = tokens.kind<StoredPlace>('place');
    this.#forChat = tokens.kind<StoredPlace>('chat-place');
    this.#forSoundChecks = tokens.kind<SoundCheckPlace>('sound-check');
    this.#ofSessions = tokens.kind<{ readonly conferenceId: string }>('place-of-session');
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

  async find({ conferenceId, participantId }: PlaceName): Promise<StoredPlace | undefined> {
    return (await this.#forMedia.find(conferenceId, participantId))?.value;
  }

  async withdraw({ conferenceId, participantId }: PlaceName): Promise<void> {
    await this.#forMedia.deleteById(conferenceId, participantId);
    await this.#forChat.deleteById(conferenceId, participantId);
  }

  async withdrawAll(conferenceId: string): Promise<void> {
    await this.#forMedia.deleteOwned(conferenceId);
    await this.#forChat.deleteOwned(conferenceId);
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
}
