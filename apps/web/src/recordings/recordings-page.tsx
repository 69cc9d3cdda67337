/** Everything at /recordings: one's own recordings and those that others have shared, and the deleted ones while they can be brought back. */
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import buttonStyles from '../ui/button.module.scss';
import { Button } from '../ui/button.tsx';
import { Frame } from '../ui/frame.tsx';
import { Icon } from '../ui/icon.tsx';
import { useFocusStays } from '../ui/use-focus-stays.ts';
import { useTitle } from '../ui/use-title.ts';
import { groupRecordings } from './list/group-recordings.ts';
import { QuotaBar } from './list/quota-bar.tsx';
import { RecordingRow } from './list/recording-row.tsx';
import styles from './list/recordings.module.scss';
import { loadRecordings } from './recordings-actions.ts';
import { visibleRecordings } from './recordings-slice.ts';
import { ShareDialog } from './share/share-dialog.tsx';
import { SignInFirst } from './sign-in-first.tsx';

export function RecordingsPage() {
  const t = useWords();
  const status = useAppSelector((state) => state.session.status);
  const [query] = useSearchParams();
  const deleted = query.has('deleted');
  useTitle(t(deleted ? 'recordings.deletedTitle' : 'recordings.title'));
  if (status === 'unknown') return <Frame>{null}</Frame>;
  if (status === 'guest') return <SignInFirst title={t('recordings.signIn')} text={t('recordings.signInText')} />;
  return (
    <Frame>
      <List key={String(deleted)} deleted={deleted} />
    </Frame>
  );
}

function List({ deleted }: { deleted: boolean }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const state = useAppSelector(({ recordings }) => recordings);
  const [shared, setShared] = useState<RecordingSummary>();
  const [asked, setAsked] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useFocusStays(place);
  const load = useCallback(
    (before?: string) => void dispatch(loadRecordings({ deleted, before })).then(() => setAsked(true)),
    [dispatch, deleted],
  );
  useEffect(() => load(), [load]);
  const { status, more } = state;
  const list = visibleRecordings(state);
  const last = state.list.at(-1);
  const quiet = `${buttonStyles.button} ${buttonStyles.quiet}`;
  return (
    <div ref={place} className={styles.page} tabIndex={-1}>
      <header className={styles.header}>
        <h1>{t(deleted ? 'recordings.deletedTitle' : 'recordings.title')}</h1>
        <Link to={deleted ? '/recordings' : '/recordings?deleted'} className={quiet}>
          <Icon name={deleted ? 'previous' : 'trash'} />
          {t(deleted ? 'recordings.backToList' : 'recordings.showDeleted')}
        </Link>
      </header>
      {!deleted && <QuotaBar />}
      {!asked && <p role="status">{t('common.loading')}</p>}
      {status === 'failed' && (
        <p role="alert" className={styles.empty}>
          {t('recordings.failed')} <Button onClick={() => load()}>{t('common.retry')}</Button>
        </p>
      )}
      {asked && status === 'loaded' && list.length === 0 && (
        <div className={styles.empty}>
          <p>{t(deleted ? 'recordings.emptyDeleted' : 'recordings.empty')}</p>
          {!deleted && <p className={styles.hint}>{t('recordings.emptyHint')}</p>}
        </div>
      )}
      <ul className={styles.list}>
        {groupRecordings(list).map(({ main, rooms }) => (
          <li key={main.id}>
            <RecordingRow recording={main} onShare={setShared} />
            {rooms.length > 0 && (
              <ul className={styles.rooms} aria-label={t('recordings.roomsOf', { count: rooms.length })}>
                {rooms.map((room) => (
                  <li key={room.id}>
                    <RecordingRow recording={room} onShare={setShared} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {more && last !== undefined && (
        <Button busy={status === 'loading'} className={styles.more} onClick={() => load(last.id)}>
          {t('recordings.more')}
        </Button>
      )}
      {shared && <ShareDialog recording={shared} onClose={() => setShared(undefined)} />}
    </div>
  );
}
