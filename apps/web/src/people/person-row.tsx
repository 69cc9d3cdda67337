/** One person of the list: face, name, role, and marks for hand, screen, camera and microphone. Drawn again only when they change. */
import type { CallParticipant } from '@veche/client/call-state.ts';
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import type { Standing } from '@veche/contracts/signalling/conference-view.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { memo } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { isOn } from '../meeting/tiles.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import styles from './people-panel.module.scss';
import { type ActTarget, personActs } from './person-acts.ts';
import type { MenuFor } from './person-menu.tsx';

/** Of one's own room all is known, of others what hosts are told. */
export type ListedPerson = CallParticipant | RosterEntry;

export function targetOf(person: ListedPerson): ActTarget {
  const { role, isOwner, handOrder } = person;
  const handUp = handOrder !== null;
  if (!('producers' in person)) return { role, isOwner, isSelf: false, handUp, sends: undefined };
  const sends = {
    microphone: isOn(person, 'microphone'),
    camera: isOn(person, 'camera'),
    screen: isOn(person, 'screen') || isOn(person, 'screenSound'),
  };
  return { role, isOwner, isSelf: person.isSelf, handUp, sends };
}

interface PersonRowProps {
  person: ListedPerson;
  /** The room, of those who are in another one. */
  where?: string;
  /** Of raised hands, which one it is, from 1 on. */
  handPlace: number | undefined;
  standing: Standing;
  menuOpen: boolean;
  onMenu: (menu: MenuFor) => void;
}

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, where, handPlace, standing, menuOpen, onMenu } = props;
  const t = useWords();
  const { participantId, name, role, connected } = person;
  const target = targetOf(person);
  const { sends, isSelf } = target;
  const hasActs = personActs(standing, target).length > 0;
  const notes = [
    role === 'guest' ? undefined : t(`people.role.${role}`),
    where,
    connected ? undefined : t('tile.away'),
  ].filter((note) => note !== undefined && note !== '');
  const mark = (icon: IconName, words: string, className = '') => (
    <span className={`${styles.mark} ${className}`} title={words}>
      <Icon name={icon} size={18} />
      <span className="visually-hidden">{words}</span>
    </span>
  );
  return (
    <li className={`${styles.row} ${connected ? '' : styles.away}`}>
      <Avatar name={name} size={36} />
      <span className={styles.who}>
        <span className={styles.name} title={name}>
          {name} {isSelf && <span className={styles.you}>{t('tile.you')}</span>}
        </span>
        {notes.length > 0 && <span className={styles.note}>{notes.join(' · ')}</span>}
      </span>
      {handPlace !== undefined && (
        <span className={styles.hand} title={t('people.hand', { place: handPlace })}>
          <Icon name="hand" size={18} />
          <span aria-hidden="true">{handPlace}</span>
          <span className="visually-hidden">{t('people.hand', { place: handPlace })}</span>
        </span>
      )}
      {sends?.screen && mark('screen', t('people.sharing'), styles.sharing)}
      {sends !== undefined && !sends.camera && mark('cameraOff', t('people.cameraOff'))}
      {sends !== undefined &&
        (sends.microphone
          ? 'speaking' in person && (
              <span className={`${styles.mark} ${person.speaking ? styles.speaking : ''}`}>
                <Icon name="microphone" size={18} />
              </span>
            )
          : mark('microphoneOff', t('tile.muted'), styles.muted))}
      {isHost(standing) && !hasActs && <span className={styles.noMore} />}
      {hasActs && (
        <button
          type="button"
          className={styles.rowMore}
          aria-label={t('people.more', { name })}
          aria-expanded={menuOpen}
          title={t('people.more', { name })}
          onClick={(event) => onMenu({ participantId, opener: event.currentTarget })}
        >
          <Icon name="more" />
        </button>
      )}
    </li>
  );
});
