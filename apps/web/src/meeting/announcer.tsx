/** Tells screen readers, without a visible word, who comes and goes and whether one is heard and seen. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';

export function Announcer() {
  const t = useWords();
  const participants = useAppSelector((state) => state.call.call.participants);
  const { microphone, camera } = useAppSelector((state) => state.call.call.publishing);
  const [words, setWords] = useState('');
  const before = useRef(new Map(participants.map(({ participantId, name }) => [participantId, name])));
  const muted = microphone === 'off' || microphone === 'paused';
  const stopped = camera === 'off';
  const first = useRef(true);

  useEffect(() => {
    const now = new Map(participants.map(({ participantId, name }) => [participantId, name]));
    const joined = [...now].filter(([id]) => !before.current.has(id)).map(([, name]) => t('announce.joined', { name }));
    const left = [...before.current].filter(([id]) => !now.has(id)).map(([, name]) => t('announce.left', { name }));
    before.current = now;
    if (joined.length + left.length > 0) setWords([...joined, ...left].join(' '));
  }, [participants, t]);
  useEffect(() => {
    if (!first.current) setWords(t(muted ? 'announce.muted' : 'announce.unmuted'));
  }, [muted, t]);
  useEffect(() => {
    if (!first.current) setWords(t(stopped ? 'announce.videoStopped' : 'announce.videoStarted'));
    first.current = false;
  }, [stopped, t]);

  return (
    <div className="visually-hidden" aria-live="polite">
      {words}
    </div>
  );
}
