/** In which order people are listed, whose hand was up first, and who is meant by what is typed into the search. */
import type { CallParticipant } from '@veche/client/call-state.ts';
import type { Role } from '@veche/contracts/signalling/conference-view.ts';

interface WithHand {
  readonly participantId: string;
  readonly handOrder: number | null;
}

/** From 1 on: the server's own numbers grow without end. */
export function handPlaces(people: readonly WithHand[]): ReadonlyMap<string, number> {
  const raised = people.filter(({ handOrder }) => handOrder !== null);
  const inOrder = raised.sort((one, other) => (one.handOrder ?? 0) - (other.handOrder ?? 0));
  return new Map(inOrder.map(({ participantId }, index) => [participantId, index + 1]));
}

export interface ListedPeople<Person> {
  /** Whose hand is up, who raised it first comes first. */
  readonly raised: readonly Person[];
  /** Oneself, then hosts, then by name. */
  readonly others: readonly Person[];
}

type Listed = Pick<CallParticipant, 'participantId' | 'handOrder' | 'name' | 'role' | 'isSelf'>;

const ranks: Readonly<Record<Role, number>> = { host: 1, coHost: 2, guest: 3 };
const rank = ({ isSelf, role }: Listed): number => (isSelf ? 0 : ranks[role]);

export function listed<Person extends Listed>(
  people: readonly Person[],
  collator: Intl.Collator,
): ListedPeople<Person> {
  const raised = people.filter(({ handOrder }) => handOrder !== null);
  const others = people.filter(({ handOrder }) => handOrder === null);
  return {
    raised: raised.sort((one, other) => (one.handOrder ?? 0) - (other.handOrder ?? 0)),
    others: others.sort((one, other) => rank(one) - rank(other) || collator.compare(one.name, other.name)),
  };
}

/** Without what tells Zoë from zoe. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word that was typed is somewhere in the name. */
export function nameTest(typed: string): (name: string) => boolean {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return () => true;
  return (name) => {
    const searched = plain(name);
    return words.every((word) => searched.includes(word));
  };
}
