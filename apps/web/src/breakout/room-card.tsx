/** One room in the hosts' panel: its name, how many are in it, its people, and what one does with it. */
import type { RoomView, RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { memo, useId, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Question } from '../ui/question.tsx';
import styles from './board.module.scss';
import { PeopleList } from './people-list.tsx';
import { RoomName } from './room-name.tsx';
import { useActs } from './use-room-acts.ts';

interface RoomCardProps {
  room: RoomView;
  /** Everybody in it. */
  people: readonly RosterEntry[];
  /** Those of them whom the search finds. */
  shown: readonly RosterEntry[];
  selected: ReadonlySet<string>;
  expanded: boolean;
  onToggle: (roomId: string) => void;
  /** The rooms are open, so that one can go there. */
  open: boolean;
  /** The host who looks is in it. */
  here: boolean;
}

export const RoomCard = memo(function RoomCard(props: RoomCardProps) {
  const { room, people, shown, selected, expanded, onToggle, open, here } = props;
  const { roomId, name } = room;
  const t = useWords();
  const acts = useActs();
  const bodyId = useId();
  const [asking, setAsking] = useState(false);
  const helped = people.filter(({ asksForHelp }) => asksForHelp);
  const remove = (): void => {
    if (people.length > 0) setAsking(true);
    else void acts.remove(roomId);
  };
  return (
    <li className={`${styles.card} ${helped.length > 0 ? styles.calls : ''}`} data-drop={roomId}>
      <div className={styles.cardHead}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={expanded}
          aria-controls={bodyId}
          aria-label={t('rooms.peopleIn', { room: name, count: people.length })}
          onClick={() => onToggle(roomId)}
        >
          <Icon name={expanded ? 'unfolded' : 'folded'} size={18} />
        </button>
        <RoomName room={room} />
        <span className={styles.count} aria-hidden="true">
          {people.length}
        </span>
        <Button weight="quiet" icon="trash" iconOnly onClick={remove}>
          {t('rooms.remove', { room: name })}
        </Button>
      </div>
      {open && (
        <p className={styles.visit}>
          {helped.length > 0 && (
            <span className={styles.help}>
              <Icon name="help" size={18} />
              {t('rooms.helpBy', { names: helped.map((person) => person.name).join(', ') })}
            </span>
          )}
          {here ? (
            <span className={styles.here}>{t('rooms.here')}</span>
          ) : (
            <Button
              weight={helped.length > 0 ? 'primary' : 'plain'}
              aria-label={t('rooms.joinRoom', { room: name })}
              onClick={() => void acts.enter(roomId)}
            >
              {t('rooms.join')}
            </Button>
          )}
        </p>
      )}
      <div id={bodyId} className={styles.cardBody} hidden={!expanded}>
        {expanded && shown.length > 0 && <PeopleList label={name} people={shown} selected={selected} />}
        {expanded && shown.length === 0 && (
          <p className={styles.nobody}>{t(people.length === 0 ? 'rooms.dropHere' : 'rooms.notFoundHere')}</p>
        )}
      </div>
      {asking && (
        <Question
          title={t('rooms.removeAsk', { room: name })}
          text={t(open ? 'rooms.removeOpenText' : 'rooms.removeText', { count: people.length })}
          act={t('rooms.removeAct')}
          onAct={() => {
            setAsking(false);
            void acts.remove(roomId);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
});
