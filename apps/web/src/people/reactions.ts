/** Reactions: shown for a few seconds over whoever sent them, and told to screen readers in few words. Bounded, however many are sent. */
import type { Reaction } from '@veche/contracts/signalling/conference-view.ts';

export const reactionSigns: Readonly<Record<Reaction, string>> = {
  clap: '👏',
  thumbsUp: '👍',
  heart: '❤️',
  laugh: '😂',
  surprise: '😮',
  celebrate: '🎉',
};
export const reactions = Object.keys(reactionSigns) as readonly Reaction[];

export interface ShownReaction {
  readonly id: number;
  readonly participantId: string;
  /** As it was then: who reacts and leaves is still named. */
  readonly name: string;
  readonly reaction: Reaction;
  readonly untilMs: number;
}

export const reactionShownMs = 5_000;
const mostOfOne = 3;
const mostShown = 40;

/** With one more; the oldest give way. */
export function withReaction(shown: readonly ShownReaction[], added: ShownReaction): readonly ShownReaction[] {
  const own = shown.filter(({ participantId }) => participantId === added.participantId);
  const tooMany = new Set(own.slice(0, Math.max(0, own.length - mostOfOne + 1)));
  return [...shown.filter((one) => !tooMany.has(one)), added].slice(-mostShown);
}

/** Those whose time is not over. The same array when that is all of them. */
export function stillShown(shown: readonly ShownReaction[], nowMs: number): readonly ShownReaction[] {
  const left = shown.filter(({ untilMs }) => untilMs > nowMs);
  return left.length === shown.length ? shown : left;
}

export interface SpokenReactions {
  /** The last of each person, newest people last. */
  readonly named: readonly ShownReaction[];
  readonly more: number;
}

const mostNamed = 3;

/** What of many reactions is said aloud: a few by name, the others as a number of people. */
export function spokenOf(since: readonly ShownReaction[]): SpokenReactions {
  const byPerson = new Map(since.map((one) => [one.participantId, one]));
  const people = [...byPerson.values()];
  return { named: people.slice(0, mostNamed), more: Math.max(0, people.length - mostNamed) };
}
