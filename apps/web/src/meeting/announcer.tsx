/** Tells screen readers, without a visible word, who comes and goes and whether one is heard and seen. */
import { useEffect, useRef, useState } from 'react';
import { type Translate, useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';

/** More than so many at once are not named: a meeting that goes into its rooms, or comes back from them. */
const mostNamed = 3;

export function Announcer() {
  const t = useWords();
  const participants = useAppSelector((state) => state.call.call.participants);
  const roomId = useAppSelector((state) => state.call.call.room?.roomId ?? null);
  const { microphone, camera } = useAppSelector((state) => state.call.call.publishing);
  const [words, setWords] = useState('');
  const before = useRef(new Map(participants.map(({ participantId, name }) => [participantId, name])));
  const roomBefore = useRef(roomId);
  const muted = microphone === 'off' || microphone === 'paused';
  const stopped = camera === 'off';
  const first = useRef(true);

  useEffect(() => {
    const now = new Map(participants.map(({ participantId, name }) => [participantId, name]));
    const joined = [...now].filter(([id]) => !before.current.has(id)).map(([, name]) => name);
    const left = [...before.current].filter(([id]) => !now.has(id)).map(([, name]) => name);
    before.current = now;
    // Whoever comes to another room is told that, and not of everybody who is here and there.
    const moved = roomBefore.current !== roomId;
    roomBefore.current = roomId;
    if (!moved && joined.length + left.length > 0)
      setWords([...comings(joined, 'announce.joined', t), ...comings(left, 'announce.left', t)].join(' '));
  }, [participants, roomId, t]);
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

function comings(names: readonly string[], key: 'announce.joined' | 'announce.left', t: Translate): string[] {
  if (names.length <= mostNamed) return names.map((name) => t(key, { name }));
  return [t(`${key}Many`, { count: names.length })];
}
