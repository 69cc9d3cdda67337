/**
 * The sound of all others, also of those who are on no page, played by elements that nobody sees: one for the server's mix, or one for each
 * stream. While the meeting goes over from one to the other both are there, and what is not to be heard yet plays in silence.
 */
import { useEffect, useRef } from 'react';
import { soundBlockedChanged } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { fade } from './fade.ts';
import { useMeeting } from './meeting-context.ts';

export function Sounds() {
  const { call } = useMeeting();
  const { participants, heard } = useAppSelector((state) => state.call.call);
  // Tracks come and go without a change of participants.
  useAppSelector((state) => state.call.call.tracksVersion);
  const mix = call.mixTrack();
  return (
    <div hidden>
      {mix && <Sound track={mix} audible={heard === 'mix'} />}
      {participants
        .filter(({ isSelf }) => !isSelf)
        .flatMap(({ participantId }) =>
          (['microphone', 'screenSound'] as const).map((source) => {
            const track = call.track(participantId, source);
            return track && <Sound key={`${participantId}:${source}`} track={track} audible={heard === 'each'} />;
          }),
        )}
    </div>
  );
}

function Sound({ track, audible }: { track: MediaStreamTrack; audible: boolean }) {
  const dispatch = useAppDispatch();
  const element = useRef<HTMLAudioElement>(null);
  const wasAudible = useRef<boolean>(undefined);
  const speakerId = useAppSelector((state) => state.preferences.speakerId);
  const blocked = useAppSelector((state) => state.call.soundBlocked);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    const before = wasAudible.current;
    wasAudible.current = audible;
    if (before === undefined) audio.muted = !audible;
    else if (before !== audible) return fade(audio, audible);
  }, [audible]);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    audio.srcObject = new MediaStream([track]);
    return () => {
      audio.srcObject = null;
    };
  }, [track]);
  // Tried again with another track, and once the person has turned sound on
  useEffect(() => {
    element.current?.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotAllowedError') dispatch(soundBlockedChanged(true));
    });
  }, [dispatch, track, blocked]);
  useEffect(() => {
    const audio = element.current as (HTMLAudioElement & { setSinkId?(id: string): Promise<void> }) | null;
    if (speakerId !== null) audio?.setSinkId?.(speakerId).catch(() => undefined);
  }, [speakerId]);
  // biome-ignore lint/a11y/useMediaCaption: live voices have no captions to give
  return <audio ref={element} autoPlay />;
}
