/**
 * The messages of every meeting's chat, as they are kept after the log has carried them.
 *
 * - M1 A page is in the order of positions, whoever stored what when.
 * - M2 `store` may be repeated, in whole or in part, and leaves the same: the first message under an id stays as it was.
 * - M3 A page shows a reader what is to everybody, from them and to them, and never anything else; a nobody what is to everybody.
 * - M4 A cursor is a position and stays good: nothing is passed over and nothing comes twice, while others are stored.
 * - M5 Redacting leaves nothing of the text or the attachment in the storage; for a message that is not there it is without effect.
 * - M6 What has changed since a position can be asked for: new messages, and older ones that were redacted since.
 * - M7 Confirmed writes survive kill -9.
 * - M8 Forgetting leaves nothing of a conference, and of others everything.
 */
export interface Person {
  readonly participantId: string;
  /** The account, where there is one: who comes back under a new participant id is the same person. */
  readonly userId: string | undefined;
  /** As it was when the message was sent. */
  readonly name: string;
}

/** A copy stands in the message, so that reading one never means reading two. */
export interface Attachment {
  readonly id: string;
  readonly sizeBytes: number;
  readonly name: string;
  readonly contentType: string;
  /** Of the preview; undefined = there is none. */
  readonly preview: { readonly widthPx: number; readonly heightPx: number } | undefined;
}

export interface ChatMessage {
  readonly id: string;
  readonly conferenceId: string;
  readonly position: number;
  readonly sender: Person;
  /** Undefined = everybody. */
  readonly receiver: Person | undefined;
  readonly text: string;
  readonly attachment: Attachment | undefined;
  readonly createdAtMs: number;
  /** Of the last change: the message's own until it is redacted. */
  readonly changedPosition: number;
  readonly redactedAtMs: number | undefined;
}

/** What the log carries, in its order. */
export type MessageChange =
  | { readonly type: 'post'; readonly message: ChatMessage }
  | {
      readonly type: 'redact';
      readonly conferenceId: string;
      readonly id: string;
      readonly position: number;
      readonly atMs: number;
    }
  | { readonly type: 'forget'; readonly conferenceId: string };

/** Who reads: what is to everybody is shown, and what is from or to this participant or this account. */
export interface MessageReader {
  readonly participantId: string | undefined;
  readonly userId: string | undefined;
}

export type PageStart =
  /** The newest messages before this position, in the order of positions; `Infinity` = of all. */
  | { readonly before: number }
  /** The oldest messages after this position, in the order of positions. */
  | { readonly after: number }
  /** Messages that changed after this position, in the order of their last changes: the cursor is `changedPosition`. */
  | { readonly changedAfter: number };

export interface PageRequest {
  readonly reader: MessageReader;
  readonly from: PageStart;
  /** Nothing sent earlier. */
  readonly sinceMs?: number;
  readonly limit: number;
}

export interface KnownMessage {
  readonly id: string;
  readonly position: number;
  readonly senderId: string;
}

export interface Messages {
  /** Rejects with `MessagesUnavailable` when the storage refuses at the moment, as when the disk is full. */
  store(changes: readonly MessageChange[]): Promise<void>;
  page(conferenceId: string, request: PageRequest): Promise<readonly ChatMessage[]>;
  find(conferenceId: string, id: string): Promise<ChatMessage | undefined>;
  /** Every message's id, in the order of positions. */
  known(conferenceId: string): Promise<readonly KnownMessage[]>;
  close(): Promise<void>;
}

export class MessagesUnavailable extends Error {}
