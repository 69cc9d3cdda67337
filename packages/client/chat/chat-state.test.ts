import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatState, chatAfter, initialChatState } from './chat-state.ts';

const view = (position: number, changes: Partial<ChatMessageView> = {}): ChatMessageView => ({
  id: `m${position}`,
  position,
  changedPosition: position,
  sender: { participantId: 'anna', name: 'Anna' },
  receiver: null,
  text: `text ${position}`,
  createdAtMs: position,
  attachment: null,
  deleted: false,
  ...changes,
});
const deleted = (position: number, changedPosition: number) =>
  view(position, { text: '', deleted: true, changedPosition });
const told = (state: ChatState, ...messages: ChatMessageView[]) => chatAfter(state, { type: 'told', messages });
const written = (state: ChatState, id: string) =>
  chatAfter(state, {
    type: 'written',
    outgoing: { id, text: id, receiver: undefined, attachment: undefined, writtenAtMs: 1, refused: undefined },
  });

describe('messages', () => {
  it('stand in the order of their positions, each once, in its latest version, however they came', () => {
    const versions = [view(1), view(2), view(3), view(5), deleted(2, 6), deleted(5, 7)];
    const shown = [view(1), deleted(2, 6), view(3), deleted(5, 7)];
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...versions), { maxLength: 4 }), { maxLength: 10 }),
        fc.shuffledSubarray(versions, { minLength: versions.length }),
        (before, all) => {
          // The oldest that was read: deletions further back are another matter.
          let state = told(initialChatState, view(1));
          for (const batch of before) state = told(state, ...batch);
          for (const message of all) state = told(state, message);
          expect(state.messages).toEqual(shown);
          expect(told(state, ...all).messages).toEqual(shown);
        },
      ),
    );
  });

  it('that were deleted further back than what was read make no gap', () => {
    const state = told(initialChatState, view(101), view(102));
    expect(told(state, deleted(3, 103)).messages).toEqual([view(101), view(102)]);
    expect(told(initialChatState, deleted(3, 103)).messages).toEqual([]);
    expect(told(state, deleted(101, 104)).messages).toEqual([deleted(101, 104), view(102)]);
  });

  it('of one’s own take the place of what was not confirmed', () => {
    const state = written(written(initialChatState, 'm1'), 'm2');
    expect(told(state, view(1)).outgoing.map(({ id }) => id)).toEqual(['m2']);
  });

  it('that are older stand before, and it is known whether there are more', () => {
    const state = chatAfter(told(initialChatState, view(5)), {
      type: 'olderCame',
      messages: [view(3), view(4)],
      hasOlder: false,
    });
    expect([state.messages.map(({ position }) => position), state.hasOlder]).toEqual([[3, 4, 5], false]);
  });
});

describe('what was not confirmed', () => {
  it('keeps the order of writing, says why it was refused, and can be tried again or taken back', () => {
    const error = { code: 'chat_off', message: 'words', retryable: false } as const;
    let state = written(written(initialChatState, 'm1'), 'm2');
    state = chatAfter(state, { type: 'refused', id: 'm1', error });
    expect(state.outgoing.map(({ refused }) => refused?.code)).toEqual(['chat_off', undefined]);
    state = chatAfter(state, { type: 'triedAgain', id: 'm1' });
    expect(state.outgoing.map(({ refused }) => refused)).toEqual([undefined, undefined]);
    expect(chatAfter(state, { type: 'takenBack', id: 'm1' }).outgoing.map(({ id }) => id)).toEqual(['m2']);
  });

  it('is written once, and not at all where it is a message already', () => {
    const state = written(written(initialChatState, 'm1'), 'm1');
    expect(state.outgoing).toHaveLength(1);
    expect(written(told(state, view(1)), 'm1').outgoing).toEqual([]);
  });

  it('outlives a rest, and the end of the meeting is the end of that too', () => {
    const paused = chatAfter(written(initialChatState, 'm1'), { type: 'paused' });
    expect([paused.connection, paused.outgoing.length]).toEqual(['paused', 1]);
    expect(chatAfter(paused, { type: 'cut' }).connection).toBe('paused');
    expect(chatAfter(paused, { type: 'resumed' }).connection).toBe('connecting');
    expect(chatAfter({ ...paused, selfId: 'anna' }, { type: 'resumed' }).connection).toBe('reconnecting');
    const ended = chatAfter(paused, { type: 'ended' });
    for (const type of ['paused', 'resumed'] as const) expect(chatAfter(ended, { type })).toBe(ended);
  });

  it('outlives a cut', () => {
    const welcomed = chatAfter(initialChatState, {
      type: 'welcomed',
      selfId: 'anna',
      isHost: false,
      policy: { messages: true, directMessages: true, files: true, history: 'all' },
    });
    const cut = chatAfter(written(welcomed, 'm1'), { type: 'cut' });
    expect([cut.connection, cut.outgoing.length]).toEqual(['reconnecting', 1]);
    expect(chatAfter(initialChatState, { type: 'cut' }).connection).toBe('connecting');
  });
});
