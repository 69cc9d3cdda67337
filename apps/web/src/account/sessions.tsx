/** Where this account is signed in; any of it can be ended. */
import type { Session } from '@veche/contracts/rest/identity.ts';
import { useEffect, useState } from 'react';
import { accounts } from '../api/accounts.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { dayAndTime } from '../meetings/dates.ts';
import { signOut } from '../state/account-actions.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { tellFailure } from '../state/tell-failure.ts';
import { Button } from '../ui/button.tsx';
import { Question } from '../ui/question.tsx';
import styles from './account.module.scss';

/** `version`: the list is read again when it changes. */
export function Sessions({ version }: { version: number }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const [sessions, setSessions] = useState<readonly Session[]>([]);
  const [asking, setAsking] = useState(false);

  const tell = (error: unknown): void => void dispatch(tellFailure(error));
  useEffect(() => void accounts.sessions().then(setSessions, tell), [version]);

  const end = async (id: string): Promise<void> => {
    try {
      await accounts.endSession(id);
      setSessions((list) => list.filter((session) => session.id !== id));
    } catch (error) {
      tell(error);
    }
  };
  const endAll = async (): Promise<void> => {
    setAsking(false);
    try {
      await dispatch(signOut(true));
    } catch (error) {
      tell(error);
    }
  };

  return (
    <section className={styles.section} aria-labelledby="sessions-title">
      <header>
        <h2 id="sessions-title">{t('sessions.title')}</h2>
        <Button onClick={() => setAsking(true)}>{t('sessions.endAll')}</Button>
      </header>
      <ul className={styles.sessions}>
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <p>{session.device}</p>
              <p className={styles.soft}>
                {session.address} ·{' '}
                {session.current ? (
                  <span className={styles.here}>{t('sessions.current')}</span>
                ) : (
                  t('sessions.lastUsed', { when: dayAndTime(session.lastUsedAt, language) })
                )}
              </p>
            </div>
            {!session.current && <Button onClick={() => void end(session.id)}>{t('sessions.end')}</Button>}
          </li>
        ))}
      </ul>
      {asking && (
        <Question
          title={t('sessions.endAllAsk')}
          text={t('sessions.endAllText')}
          act={t('sessions.endAll')}
          onAct={() => void endAll()}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
