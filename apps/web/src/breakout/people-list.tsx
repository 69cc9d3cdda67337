/** The people of one room in the hosts' panel. The Tab key comes to one of them, arrows go on to the others. */
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import styles from './people.module.scss';
import { PersonChip } from './person-chip.tsx';

interface PeopleListProps {
  /** The room's name. */
  label: string;
  people: readonly RosterEntry[];
  selected: ReadonlySet<string>;
  /** Names of the rooms, where it is to be said which of them people are meant for. */
  roomNames?: ReadonlyMap<string, string> | undefined;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export const PeopleList = memo(function PeopleList({ label, people, selected, roomNames }: PeopleListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [reachedId, setReachedId] = useState<string>();
  const reached = people.some(({ participantId }) => participantId === reachedId)
    ? reachedId
    : people[0]?.participantId;
  const keyDown = (event: KeyboardEvent): void => {
    const chips = [...(list.current?.querySelectorAll<HTMLElement>('[data-person]') ?? [])];
    const at = chips.indexOf(document.activeElement as HTMLElement);
    const step = steps[event.key];
    const next =
      step !== undefined
        ? chips[at + step]
        : event.key === 'Home'
          ? chips[0]
          : event.key === 'End'
            ? chips.at(-1)
            : undefined;
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <ul
      ref={list}
      className={styles.people}
      aria-label={label}
      onKeyDown={keyDown}
      onFocus={({ target }) => setReachedId((target as HTMLElement).dataset.person)}
    >
      {people.map((person) => (
        <PersonChip
          key={person.participantId}
          person={person}
          selected={selected.has(person.participantId)}
          reached={person.participantId === reached}
          meantFor={person.assignedRoomId === null ? undefined : roomNames?.get(person.assignedRoomId)}
        />
      ))}
    </ul>
  );
});
