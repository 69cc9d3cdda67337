/** What happens in a chat, as it stands in the log under the conference's id. Whoever reads the log is told the same story. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { LogEvent, NewEvent } from '@veche/ports/log/log.ts';
import type { Attachment, ChatMessage, Person } from '@veche/ports/messages/messages.ts';

export const chatTopic = 'chat';
/** The consumer that writes the store; everything else begins where it stands. */
export const storeGroup = 'store';

export type ChatEvent =
  | { readonly type: 'posted'; readonly message: PostedMessage }
  /** Carries what is left of the message, for those who were shown it. */
  | { readonly type: 'deleted'; readonly message: DeletedMessage; readonly atMs: number }
  /** Changes only: two that are made at once both hold. */
  | { readonly type: 'policyChanged'; readonly changes: Partial<ChatPolicy> }
  /** The conference is gone, and its chat with it. */
  | { readonly type: 'forgotten' };

export interface PostedMessage {
  readonly id: string;
  readonly sender: Person;
  readonly receiver: Person | undefined;
  readonly text: string;
  readonly attachment?: Attachment;
  readonly createdAtMs: number;
}

export interface DeletedMessage {
  readonly id: string;
  readonly sender: Person;
  readonly receiver: Person | undefined;
  readonly position: number;
  readonly createdAtMs: number;
}

export function writeEvent(conferenceId: string, event: ChatEvent): NewEvent {
  return { key: conferenceId, value: JSON.stringify(event) };
}

/** Nobody but `writeEvent` writes this topic. */
export function readEvent({ value }: LogEvent): ChatEvent {
  return JSON.parse(value) as ChatEvent;
}

/** An event at its place in the log. */
export interface ToldEvent {
  readonly logged: LogEvent;
  readonly event: ChatEvent;
}

/** The message as it is kept, with the place that the log gave it. */
export function messageAt(
  { id, sender, receiver, text, attachment, createdAtMs }: PostedMessage,
  { key: conferenceId, position }: LogEvent,
): ChatMessage {
  return {
    id,
    conferenceId,
    position,
    sender: personOf(sender),
    receiver: receiver === undefined ? undefined : personOf(receiver),
    text,
    attachment,
    createdAtMs,
    changedPosition: position,
    redactedAtMs: undefined,
  };
}

/** What is left of a message that was deleted. */
export function deletedAt(
  { message, atMs }: Extract<ChatEvent, { type: 'deleted' }>,
  { key: conferenceId, position }: LogEvent,
): ChatMessage {
  return {
    id: message.id,
    conferenceId,
    position: message.position,
    sender: personOf(message.sender),
    receiver: message.receiver === undefined ? undefined : personOf(message.receiver),
    text: '',
    attachment: undefined,
    createdAtMs: message.createdAtMs,
    changedPosition: position,
    redactedAtMs: atMs,
  };
}

/** JSON has no undefined: a guest's account is absent there. */
const personOf = ({ participantId, userId, name }: Person): Person => ({ participantId, userId, name });
