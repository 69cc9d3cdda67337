/** Everything at /j/{id}: before the meeting, inside it, and after it. */

import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { type ApiFailureCode, failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import type { FailureCode } from '../i18n/error-words.ts';
import { useWords } from '../i18n/use-words.ts';
import { LocalMedia } from '../media/local-media.ts';
import { captureFor, treatmentOf } from '../media/voice-treatment.ts';
import { store } from '../state/store.ts';
import { AfterMeeting, NoMeeting, type StayEnd } from './after-meeting.tsx';
import { forgetPlace, keepPlace, keptPlace, type Place } from './place.ts';
import { PreJoin } from './pre-join.tsx';
import { Waiting } from './waiting.tsx';

const loadMeeting = () => import('../meeting/meeting-screen.tsx');
type MeetingScreen = Awaited<ReturnType<typeof loadMeeting>>['MeetingScreen'];

/** Not let in, which another try may change: said where one can try. */
const atTheDoor: ReadonlySet<FailureCode> = new Set(['participant_token_invalid', 'meeting_locked', 'conference_full']);

type Phase =
  | { readonly name: 'before'; readonly refusal?: FailureCode }
  | { readonly name: 'inside'; readonly place: Place }
  | {
      readonly name: 'after';
      readonly reason: StayEnd;
      readonly failure: FailureCode | undefined;
      readonly place: Place;
    };

export function JoinPage() {
  const { conferenceId = '' } = useParams();
  return <OneMeeting key={conferenceId} conferenceId={conferenceId.toLowerCase()} />;
}

function OneMeeting({ conferenceId }: { conferenceId: string }) {
  const t = useWords();
  const [conference, setConference] = useState<Conference>();
  const known = useRef<Conference>(undefined);
  known.current = conference;
  const [media] = useState(
    () =>
      new LocalMedia(() => {
        const { preferences, call } = store.getState();
        const { soundMode = 'mixed' } = call.call.conference ?? known.current ?? {};
        return captureFor(treatmentOf(preferences), soundMode);
      }),
  );
  const [missing, setMissing] = useState<ApiFailureCode>();
  const [phase, setPhase] = useState<Phase>(() => {
    const place = keptPlace(conferenceId);
    return place === undefined ? { name: 'before' } : { name: 'inside', place };
  });

  /** What was typed last time at this page, so that "Join again" does not ask for it once more. */
  const [typedPassword, setTypedPassword] = useState<string>();
  const [MeetingScreen, setMeetingScreen] = useState<MeetingScreen>();

  const look = useCallback(() => {
    setMissing(undefined);
    meetings.find(conferenceId).then(setConference, (error: unknown) => setMissing(failureCode(error)));
  }, [conferenceId]);
  useEffect(look, [look]);
  useEffect(() => () => media.closeAll(), [media]);
  useEffect(() => {
    // The meeting's own code loads while the person looks at the preview.
    loadMeeting().then(
      ({ MeetingScreen }) => setMeetingScreen(() => MeetingScreen),
      () => undefined,
    );
    import('@veche/client/warm-up.ts').then(
      ({ warmUpWebRtc }) => warmUpWebRtc(),
      () => undefined,
    );
  }, []);

  const enter = (place: Place): void => {
    keepPlace(conferenceId, place);
    setPhase({ name: 'inside', place });
  };
  const ended = useCallback(
    (reason: StayEnd, failure: FailureCode | undefined, place: Place): void => {
      forgetPlace(conferenceId);
      media.closeAll();
      if (reason === 'failed' && failure === 'removed_from_meeting')
        setPhase({ name: 'after', reason: 'removed', failure: undefined, place });
      else if (reason === 'failed' && failure !== undefined && atTheDoor.has(failure)) {
        // The meeting may have ended meanwhile.
        meetings.find(conferenceId).then(setConference, () => undefined);
        setPhase({ name: 'before', refusal: failure });
      } else setPhase({ name: 'after', reason, failure, place });
    },
    [conferenceId, media],
  );

  switch (phase.name) {
    case 'inside':
      if (MeetingScreen === undefined) return <Waiting text={t('meeting.connecting')} room />;
      return (
        <MeetingScreen
          conferenceId={conferenceId}
          conference={conference}
          place={phase.place}
          media={media}
          onEnded={ended}
        />
      );
    case 'after':
      return (
        <AfterMeeting
          reason={phase.reason}
          failure={phase.failure}
          onAgain={() => {
            if (phase.reason === 'joinedElsewhere') enter(phase.place);
            else {
              look();
              setPhase({ name: 'before' });
            }
          }}
        />
      );
    case 'before':
      if (missing !== undefined) return <NoMeeting failure={missing} onRetry={look} />;
      if (conference === undefined) return <Waiting text={t('common.loading')} />;
      if (conference.endedAt !== null) return <NoMeeting failure="conference_ended" onRetry={look} />;
      return (
        <PreJoin
          conference={conference}
          media={media}
          refusal={phase.refusal}
          typedPassword={typedPassword}
          onJoined={(place, password) => {
            setTypedPassword(password);
            enter(place);
          }}
        />
      );
  }
}
