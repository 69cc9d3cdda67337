/** Everything at /recordings/{id}: one page and one link, from the first seconds of a recording on, and after its end. */
import type { RecordingTimeline, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { useEffect, useRef } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import type { ApiFailureCode } from '../../api/http.ts';
import { errorWords } from '../../i18n/error-words.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { Waiting } from '../../join/waiting.tsx';
import { useAppDispatch, useAppSelector } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { sessionLost } from '../../state/session-slice.ts';
import buttonStyles from '../../ui/button.module.scss';
import { Button } from '../../ui/button.tsx';
import { Frame } from '../../ui/frame.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LastWord } from '../../ui/last-word.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { SignInFirst } from '../sign-in-first.tsx';
import { Downloads } from './downloads.tsx';
import { Facts } from './facts.tsx';
import { Picture } from './picture.tsx';
import { loadHls } from './player.ts';
import styles from './player-page.module.scss';
import { Rendering } from './rendering.tsx';
import { Rooms } from './rooms.tsx';
import { isRecordingId, keyInHash } from './share-key.ts';
import { Side } from './side.tsx';
import { usePlayer } from './use-player.ts';
import { useRecording } from './use-recording.ts';
import { watchSource } from './watch-source.ts';

// On its way while the server is still asked what there is to watch.
void loadHls().catch(() => undefined);

export function PlayerPage() {
  const { recordingId = '' } = useParams();
  const { hash } = useLocation();
  const id = recordingId.toLowerCase();
  if (!isRecordingId(id))
    return <Refused code="recording_not_found" was={false} shared={false} onRetry={() => undefined} />;
  return <OneRecording key={`${id} ${hash}`} id={id} hash={hash} />;
}

function OneRecording({ id, hash }: { id: string; hash: string }) {
  const t = useWords();
  const shareKey = keyInHash(hash);
  const { watched, look, change } = useRecording(id, shareKey);
  switch (watched.name) {
    case 'loading':
      return <Waiting text={t('common.loading')} />;
    case 'refused':
      return <Refused code={watched.code} was={watched.was} shared={shareKey !== undefined} onRetry={look} />;
    case 'open':
      return <Opened view={watched.view} timeline={watched.timeline} hash={hash} look={look} change={change} />;
  }
}

interface OpenedProps {
  view: RecordingView;
  timeline: RecordingTimeline;
  hash: string;
  look: () => void;
  change: (changes: Partial<RecordingView>) => void;
}

function Opened({ view, timeline, hash, look, change }: OpenedProps) {
  const t = useWords();
  const signedIn = useAppSelector((state) => state.session.status === 'signedIn');
  const video = useRef<HTMLVideoElement>(null);
  const { player, state } = usePlayer(video, look);
  useTitle(view.name);
  const goesOn = view.state === 'recording' || view.state === 'paused';
  useEffect(() => {
    if (player === undefined) return;
    const first = player.playing === 'none';
    player.setSource(watchSource(view, player.playing), view.state === 'recording' ? 'live' : 0);
    // What is live is not waited for; what is over begins when its viewer wants it to.
    if (first && player.playing !== 'none' && view.state === 'recording') player.play();
  }, [player, view]);
  useTellsEnd(goesOn);
  const seek = (atMs: number): void => {
    player?.seek(atMs);
    if (player !== undefined && !player.state.playing) player.play();
  };
  return (
    <Frame wide>
      {signedIn && (
        <Link to="/recordings" className={`${buttonStyles.button} ${buttonStyles.quiet} ${styles.back}`}>
          <Icon name="previous" />
          {t('recordings.backToList')}
        </Link>
      )}
      <div className={styles.page}>
        <div className={styles.picture}>
          <Picture view={view} timeline={timeline} video={video} player={player} state={state} />
        </div>
        <div className={styles.side}>
          <Side timeline={timeline} atMs={state.atMs} goesOn={goesOn} onSeek={seek} />
        </div>
        <div className={styles.below}>
          <Facts view={view} onRenamed={(name) => change({ name })} />
          <div className={styles.cards}>
            <Downloads view={view} />
            <Rendering view={view} onAsked={look} />
            <Rooms rooms={view.rooms} hash={hash} />
          </div>
        </div>
      </div>
    </Frame>
  );
}

/** Whoever watches it grow is told when the meeting is over. */
function useTellsEnd(goesOn: boolean): void {
  const dispatch = useAppDispatch();
  const before = useRef(goesOn);
  useEffect(() => {
    if (before.current && !goesOn) dispatch(noticed({ kind: 'info', topic: 'over', text: { key: 'player.over' } }));
    before.current = goesOn;
  }, [dispatch, goesOn]);
}

interface RefusedProps {
  code: ApiFailureCode;
  /** It had been open. */
  was: boolean;
  /** By a link. */
  shared: boolean;
  onRetry: () => void;
}

function Refused({ code, was, shared, onRetry }: RefusedProps) {
  const t = useWords();
  const language = useLanguage();
  const guest = useAppSelector((state) => state.session.status === 'guest');
  const lost = useAppSelector((state) => state.session.status === 'guest' && state.session.lost === true);
  const dispatch = useAppDispatch();
  const asksSignIn = code === 'recording_sign_in' || code === 'not_signed_in';
  const endedElsewhere = asksSignIn && !shared && !guest;
  useEffect(() => {
    if (endedElsewhere) dispatch(sessionLost());
  }, [dispatch, endedElsewhere]);
  // On the way to the sign-in page
  if (endedElsewhere || lost) return <Waiting text={t('common.loading')} />;
  if (was) return <LastWord title={t('player.withdrawnTitle')} text={t('player.withdrawnText')} />;
  if (shared && (asksSignIn || code === 'recording_not_found' || code === 'recording_link_expired'))
    return <LastWord title={t('player.linkOver')} text={t('player.withdrawnText')} />;
  if (asksSignIn && guest)
    return <SignInFirst title={t('player.signInTitle')} text={errorWords('recording_sign_in', language)} />;
  const none = code === 'recording_not_found' || code === 'not_found' || code === 'invalid_request' || asksSignIn;
  if (none) return <LastWord title={t('player.noneTitle')} text={errorWords('recording_not_found', language)} />;
  return (
    <LastWord title={t('ended.cannotOpen')} text={errorWords(code, language)}>
      <Button weight="primary" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </LastWord>
  );
}
