/**
 * The chat as this participant knows it, one step per input, pure. Messages stand in the order of their positions, whenever they came and
 * however often; what this side has sent and the server has not confirmed stands behind them, in the order of sending.
 */
import type { ChatMessageView, ChatPerson, ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { CallError } from '../call-error.ts';

export type ChatConnection =
  | 'connecting'
  | 'connected'
  /** Was connected; what is sent meanwhile waits. */
  | 'reconnecting'
  /** Its person is in another room; what is written, and what was not confirmed, waits. */
  | 'paused'
  /** For good: the place is void or the meeting over. */
  | 'ended';

/** Something of one's own that is not among the messages yet. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  /** Undefined = everybody. */
  readonly receiver: ChatPerson | undefined;
  /** A file that was uploaded. */
  readonly attachment: { readonly id: string; readonly name: string } | undefined;
  readonly writtenAtMs: number;
  /** The server will not have it: the words say why. */
  readonly refused: CallError | undefined;
}

export interface ChatState {
  readonly connection: ChatConnection;
  readonly selfId: string | undefined;
  readonly isHost: boolean;
  readonly policy: ChatPolicy | undefined;
  readonly messages: readonly ChatMessageView[];
  readonly outgoing: readonly Outgoing[];
  /** There are older messages to ask for; undefined = not known yet. */
  readonly hasOlder: boolean | undefined;
}

export const initialChatState: ChatState = {
  connection: 'connecting',
  selfId: undefined,
  isHost: false,
  policy: undefined,
  messages: [],
  outgoing: [],
  hasOlder: undefined,
};

export type ChatInput =
  | { readonly type: 'welcomed'; readonly selfId: string; readonly isHost: boolean; readonly policy: ChatPolicy }
  | { readonly type: 'cut' }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'ended' }
  | { readonly type: 'told'; readonly messages: readonly ChatMessageView[] }
  /** A page of what is older than everything that is there. */
  | { readonly type: 'olderCame'; readonly messages: readonly ChatMessageView[]; readonly hasOlder: boolean }
  | { readonly type: 'policyChanged'; readonly policy: ChatPolicy }
  | { readonly type: 'roleChanged'; readonly isHost: boolean }
  | { readonly type: 'written'; readonly outgoing: Outgoing }
  | { readonly type: 'refused'; readonly id: string; readonly error: CallError }
  /** A refused one is to be tried once more. */
  | { readonly type: 'triedAgain'; readonly id: string }
  /** Not to be sent, or sent and told before. */
  | { readonly type: 'takenBack'; readonly id: string };

export function chatAfter(state: ChatState, input: ChatInput): ChatState {
  switch (input.type) {
    case 'welcomed':
      return {
        ...state,
        connection: 'connected',
        selfId: input.selfId,
        isHost: input.isHost,
        policy: input.policy,
      };
    case 'cut':
      return state.connection === 'connected' ? { ...state, connection: 'reconnecting' } : state;
    case 'paused':
      return state.connection === 'ended' ? state : { ...state, connection: 'paused' };
    case 'resumed':
      if (state.connection !== 'paused') return state;
      return { ...state, connection: state.selfId === undefined ? 'connecting' : 'reconnecting' };
    case 'ended':
      return { ...state, connection: 'ended' };
    case 'told':
      return withMessages(
        state,
        input.messages.filter((message) => !isOutOfSight(state, message)),
      );
    case 'olderCame':
      return { ...withMessages(state, input.messages), hasOlder: input.hasOlder };
    case 'policyChanged':
      return { ...state, policy: input.policy };
    case 'roleChanged':
      return state.isHost === input.isHost ? state : { ...state, isHost: input.isHost };
    case 'written':
      // A file that was sent just before the page was loaded anew.
      if (isKnown(state, input.outgoing.id)) return state;
      return { ...state, outgoing: [...state.outgoing, input.outgoing] };
    case 'refused':
      return withOutgoing(state, input.id, (outgoing) => ({ ...outgoing, refused: input.error }));
    case 'triedAgain':
      return withOutgoing(state, input.id, (outgoing) => ({ ...outgoing, refused: undefined }));
    case 'takenBack':
      return { ...state, outgoing: state.outgoing.filter(({ id }) => id !== input.id) };
  }
}

/**
 * Deleted, and further back than what was read: it will come with its page. Shown now it would be the oldest, and what lies between would never be
 * asked for.
 */
function isOutOfSight({ messages }: ChatState, { id, position, deleted }: ChatMessageView): boolean {
  const [oldest] = messages;
  return deleted && (oldest === undefined || position < oldest.position) && !messages.some((known) => known.id === id);
}

function isKnown({ messages, outgoing }: ChatState, id: string): boolean {
  return messages.some((message) => message.id === id) || outgoing.some((other) => other.id === id);
}

/** Of two versions of a message the one that changed later counts. */
function withMessages(state: ChatState, told: readonly ChatMessageView[]): ChatState {
  if (told.length === 0) return state;
  const last = state.messages.at(-1);
  const [only] = told;
  const outgoing = state.outgoing.filter(({ id }) => !told.some((message) => message.id === id));
  // Nearly always one message comes, and it is the newest.
  if (told.length === 1 && only !== undefined && only.position > (last?.position ?? 0)) {
    return { ...state, messages: [...state.messages, only], outgoing };
  }
  const byId = new Map(state.messages.map((message) => [message.id, message]));
  for (const message of told) {
    const known = byId.get(message.id);
    if (known === undefined || known.changedPosition < message.changedPosition) byId.set(message.id, message);
  }
  const messages = [...byId.values()].sort((a, b) => a.position - b.position);
  return { ...state, messages, outgoing };
}

function withOutgoing(state: ChatState, id: string, change: (outgoing: Outgoing) => Outgoing): ChatState {
  return { ...state, outgoing: state.outgoing.map((outgoing) => (outgoing.id === id ? change(outgoing) : outgoing)) };
}
