/** Somebody in the hosts' panel: to be selected, and to be carried to another room. What is done with it is heard by the board around. */
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { memo } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './people.module.scss';

interface PersonChipProps {
  person: RosterEntry;
  selected: boolean;
  /** The one of its list to which the Tab key comes. */
  reached: boolean;
  /** The room that they are meant for, where they are in none. */
  meantFor: string | undefined;
}

export const PersonChip = memo(function PersonChip({ person, selected, reached, meantFor }: PersonChipProps) {
  const t = useWords();
  const { participantId, name, role, connected, asksForHelp } = person;
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={`${styles.chip} ${connected ? '' : styles.away}`}
        data-person={participantId}
        draggable
        aria-pressed={selected}
        tabIndex={reached ? 0 : -1}
        title={name}
      >
        {selected ? (
          <span className={styles.tick}>
            <Icon name="check" size={16} />
          </span>
        ) : (
          <Avatar name={name} size={24} />
        )}
        <span className={styles.name}>{name}</span>
        {role !== 'guest' && <span className={styles.note}>{t(role === 'host' ? 'rooms.host' : 'rooms.coHost')}</span>}
        {!connected && <span className={styles.note}>{t('tile.away')}</span>}
        {meantFor !== undefined && <span className={styles.note}>{t('rooms.meantFor', { room: meantFor })}</span>}
        {asksForHelp && <span className={styles.asks}>{t('rooms.asks')}</span>}
      </button>
    </li>
  );
});
