/**
 * Somebody who is moved to another room while writing goes on typing for a moment. What was written is kept for the room where it was meant; the field takes
 * nothing until there was time to notice, so that no half sentence is said to other people.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useAppSelector } from '../state/hooks.ts';

const heldMs = 2_000;
/** Whoever still types into it has not noticed. */
const pauseMs = 1_000;

interface Interrupted {
  /** The field takes nothing now. */
  readonly isHeld: boolean;
  /** Where the words are, as long as that is still to be said: the room's name, null = the main room. */
  readonly keptIn: string | null | undefined;
  /** A key was pressed in the field. */
  typed(): void;
  /** Somebody writes here now. */
  forget(): void;
}

export function useInterrupted(field: RefObject<HTMLElement | null>): Interrupted {
  const roomId = useAppSelector((state) => state.chat.roomId);
  const draft = useAppSelector((state) => state.chat.draft);
  const room = useAppSelector((state) => state.call.call.room);
  const names = useRef(new Map<string | null, string>());
  if (room !== null) names.current.set(room.roomId, room.name);
  const before = useRef({ roomId, draft });
  const [keptIn, setKeptIn] = useState<string | null>(null);
  const [phase, setPhase] = useState<'none' | 'held' | 'told'>('none');
  useEffect(() => {
    const { current } = before;
    before.current = { roomId, draft };
    if (current.roomId === roomId) return;
    const wasWriting = current.draft.trim() !== '' && document.activeElement === field.current;
    setPhase(wasWriting ? 'held' : 'none');
    setKeptIn(names.current.get(current.roomId) ?? null);
  }, [roomId, draft, field]);
  const untilMs = useRef(0);
  useEffect(() => {
    if (phase !== 'held') return;
    untilMs.current = Date.now() + heldMs;
    const timer = setInterval(() => {
      if (Date.now() >= untilMs.current) setPhase('told');
    }, 100);
    return () => clearInterval(timer);
  }, [phase]);
  return {
    isHeld: phase === 'held',
    keptIn: phase === 'none' ? undefined : keptIn,
    typed: () => {
      untilMs.current = Math.max(untilMs.current, Date.now() + pauseMs);
    },
    forget: () => setPhase('none'),
  };
}
