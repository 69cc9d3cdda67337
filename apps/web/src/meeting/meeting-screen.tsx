/** Opens the stay in the meeting and shows its room until it ends. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { useEffect, useState } from 'react';
import type { FailureCode } from '../i18n/error-words.ts';
import { useWords } from '../i18n/use-words.ts';
import type { StayEnd } from '../join/after-meeting.tsx';
import type { Place } from '../join/place.ts';
import { Waiting } from '../join/waiting.tsx';
import type { LocalMedia } from '../media/local-media.ts';
import { useAppSelector } from '../state/hooks.ts';
import { useTitle } from '../ui/use-title.ts';
import { MeetingContext } from './meeting-context.ts';
import { MeetingRoom } from './meeting-room.tsx';
import { MeetingSession } from './meeting-session.ts';
import { WaitingRoom } from './waiting-room.tsx';

interface MeetingScreenProps {
  conferenceId: string;
  /** What is known of it from outside; not there yet after a reload. */
  conference: Conference | undefined;
  place: Place;
  media: LocalMedia;
  onEnded: (reason: StayEnd, failure: FailureCode | undefined, place: Place) => void;
}

export function MeetingScreen({ conferenceId, conference, place, media, onEnded }: MeetingScreenProps) {
  const t = useWords();
  const [session] = useState(() => new MeetingSession({ conferenceId, place, media, onEnded }));
  useEffect(() => {
    session.start();
    return () => session.close();
  }, [session]);
  const inside = useAppSelector(({ call }) => call.call.conference);
  const waits = useAppSelector(({ call }) => call.call.standing === 'waiting');
  useTitle(inside?.name ?? conference?.name ?? '');
  if (inside === undefined) return <Waiting text={t('meeting.connecting')} room />;
  return (
    <MeetingContext value={session}>
      {waits ? <WaitingRoom name={place.name} /> : <MeetingRoom conferenceId={conferenceId} conference={conference} />}
    </MeetingContext>
  );
}
