/** Tells screen readers, without a visible word, who comes and goes and whether one is heard and seen. */
import type { CallParticipant } from '@veche/client/call-state.ts';
import { useEffect, useRef, useState } from 'react';
import { type Translate, useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';

/** More than so many at once are not named: a meeting that goes into its rooms, or comes back from them. */
const mostNamed = 3;
/** Who comes and goes within so long is told of at once. */
const togetherMs = 700;

export function Announcer() {
  const t = useWords();
  const participants = useAppSelector((state) => state.call.call.participants);
  const roomId = useAppSelector((state) => state.call.call.room?.roomId ?? null);
  const { microphone, camera } = useAppSelector((state) => state.call.call.publishing);
  const [words, setWords] = useState('');
  const muted = microphone === 'off' || microphone === 'paused';
  const stopped = camera === 'off';
  const first = useRef(true);
  useComings(participants, roomId, (joined, left) => {
    setWords([...comings(joined, 'announce.joined', t), ...comings(left, 'announce.left', t)].join(' '));
  });
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

/** Tells who came to this room and who went, together: people come one by one to a lecture that begins. */
function useComings(
  participants: readonly CallParticipant[],
  roomId: string | null,
  tell: (joined: readonly string[], left: readonly string[]) => void,
): void {
  const now = useRef({ roomId, people: namesById(participants) });
  const told = useRef(now.current);
  const latestTell = useRef(tell);
  latestTell.current = tell;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    now.current = { roomId, people: namesById(participants) };
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const before = told.current;
      const { people } = now.current;
      told.current = now.current;
      // Whoever comes to another room is told that, and not of everybody who is here and there.
      if (before.roomId !== now.current.roomId) return;
      const joined = [...people].filter(([id]) => !before.people.has(id)).map(([, name]) => name);
      const left = [...before.people].filter(([id]) => !people.has(id)).map(([, name]) => name);
      if (joined.length + left.length > 0) latestTell.current(joined, left);
    }, togetherMs);
  }, [participants, roomId]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

const namesById = (participants: readonly CallParticipant[]): ReadonlyMap<string, string> =>
  new Map(participants.map(({ participantId, name }) => [participantId, name]));

function comings(names: readonly string[], key: 'announce.joined' | 'announce.left', t: Translate): string[] {
  if (names.length <= mostNamed) return names.map((name) => t(key, { name }));
  return [t(`${key}Many`, { count: names.length })];
}
