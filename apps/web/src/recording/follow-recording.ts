/** Tells this person whenever the recording of their room begins, pauses, goes on, ends or is found running: by a notice, which is read aloud, and a sound. */
import type { Call } from '@veche/client/call.ts';
import { noticed, outdated } from '../state/notices-slice.ts';
import type { AppDispatch } from '../state/store.ts';
import type { Chime } from './chime.ts';
import { type RecordingNews, type RecordingSeen, recordingNews } from './recording-news.ts';
import { consentAsked, recordingStarted, recordingStopped } from './recording-slice.ts';

const sounds: Readonly<Record<RecordingNews, Chime | undefined>> = {
  found: 'begins',
  started: 'begins',
  resumed: 'begins',
  paused: 'ends',
  stopped: 'ends',
  wellAgain: undefined,
};

interface FollowRecordingNeeds {
  readonly call: Pick<Call, 'state' | 'subscribe'>;
  readonly dispatch: AppDispatch;
  /** This person has stopped it themselves, and is told elsewhere. */
  stopping(): boolean;
  chime(chime: Chime): void;
}

/** Answers how to stop. */
export function followRecording({ call, dispatch, stopping, chime }: FollowRecordingNeeds): () => void {
  let before: RecordingSeen | undefined;
  return call.subscribe(() => {
    const { conference, standing, room, selfId } = call.state;
    if (conference === undefined || standing === 'waiting') return;
    const after: RecordingSeen = { roomId: room?.roomId ?? null, recording: call.state.recording };
    const was = before;
    if (was?.recording === after.recording && was.roomId === after.roomId) return;
    before = after;
    const news = recordingNews(was, after);
    if (news === undefined) return;
    const sound = sounds[news];
    if (sound !== undefined) chime(sound);
    tell(news, was, after, selfId);
  });

  function tell(news: RecordingNews, was: RecordingSeen | undefined, is: RecordingSeen, selfId: string | undefined) {
    if (news === 'wellAgain') say('record.wellAgain');
    else if (news === 'found') {
      if (is.recording !== null) dispatch(consentAsked(is.recording.state));
    } else if (news === 'started') {
      dispatch(recordingStarted());
      // Whoever has begun it need not be asked.
      if (is.recording?.by === selfId) say('record.news.started');
      else dispatch(consentAsked('recording'));
    } else if (news === 'stopped') {
      if (stopping()) dispatch(outdated('recording'));
      else say('record.news.stopped');
      dispatch(recordingStopped(was?.recording?.recordingId ?? ''));
    } else say(`record.news.${news}`);
  }

  function say(key: 'record.wellAgain' | `record.news.${Exclude<RecordingNews, 'found' | 'wellAgain'>}`): void {
    dispatch(noticed({ kind: 'info', topic: 'recording', icon: 'record', text: { key } }));
  }
}
