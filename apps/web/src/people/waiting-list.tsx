/** Those in front of the door, for hosts: let in, sent away, or told something meanwhile. */
import { may } from '@veche/contracts/signalling/permissions.ts';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { nameTest } from './people-order.ts';
import styles from './people-panel.module.scss';

export function WaitingList({ typed }: { typed: string }) {
  const t = useWords();
  const session = useMeeting();
  const waiting = useAppSelector((state) => state.call.call.host?.waiting);
  const standing = useAppSelector((state) => state.call.call.standing);
  const titleId = useId();
  const shown = useMemo(() => {
    const isMeant = nameTest(typed);
    return waiting?.filter(({ name }) => isMeant(name)) ?? [];
  }, [waiting, typed]);
  if (waiting === undefined || waiting.length === 0) return null;
  const admit = (...participantIds: string[]): void =>
    void session.order('admit', participantIds.length === 0 ? {} : { participantIds });
  return (
    <section className={styles.waiting} aria-labelledby={titleId}>
      <div className={styles.groupHead}>
        <h3 id={titleId}>
          {t('people.waiting')} <span className={styles.count}>{waiting.length}</span>
        </h3>
        {may(standing, 'admit') && (
          <Button weight="primary" onClick={() => admit()}>
            {t('people.admitAll')}
          </Button>
        )}
      </div>
      <ul>
        {shown.map(({ participantId, name, connected }) => (
          <li key={participantId} className={`${styles.row} ${connected ? '' : styles.away}`}>
            <Avatar name={name} size={36} />
            <span className={styles.who}>
              <span className={styles.name} id={`${titleId}-${participantId}`} title={name}>
                {name}
              </span>
              {!connected && <span className={styles.note}>{t('tile.away')}</span>}
            </span>
            <span className={styles.rowActs}>
              <Button
                weight="quiet"
                aria-describedby={`${titleId}-${participantId}`}
                onClick={() => void session.order('deny', { participantId })}
              >
                {t('people.deny')}
              </Button>
              <Button aria-describedby={`${titleId}-${participantId}`} onClick={() => admit(participantId)}>
                {t('people.admit')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {may(standing, 'tellWaiting') && <TellWaiting />}
    </section>
  );
}

function TellWaiting() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const [text, setText] = useState('');
  const tell = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await session.order('tellWaiting', { text }))) return;
    setText('');
    dispatch(noticed({ kind: 'info', topic: 'told', text: { key: 'people.told' } }));
  };
  return (
    <form className={styles.tell} onSubmit={(event) => void tell(event)}>
      <input
        type="text"
        autoComplete="off"
        aria-label={t('people.tellWaiting')}
        placeholder={t('people.tellWaiting')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button weight="quiet" type="submit" icon="send" iconOnly>
        {t('chat.send')}
      </Button>
    </form>
  );
}
