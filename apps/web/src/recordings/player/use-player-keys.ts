/** Connects the keyboard to the player: some keys wherever on its page the focus is, those that write a sign at the player alone. */
import { useEffect, useRef } from 'react';
import { type PlayerAct, type PlayerKey, playerActOf } from './player-keys.ts';

/** Of what holds the picture and its controls. */
export const playerPlace = 'data-player';

/** For what lets the focus go, or goes away itself, so that the player's keys work on. */
export const focusPlayer = (from: Element): void =>
  from.closest<HTMLElement>(`[${playerPlace}]`)?.focus({ preventScroll: true });

const isAtPlayer = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`[${playerPlace}]`) !== null;

function focusOf(target: EventTarget | null): PlayerKey['focus'] {
  if (!(target instanceof HTMLElement)) return 'none';
  if (target.matches('input[type="range"]')) return 'none';
  if (target.isContentEditable || target.matches('input, textarea')) return 'text';
  if (target.closest('select, [role="tab"], ul[aria-label] button') !== null) return 'choice';
  return target.closest('button, a, summary') === null ? 'none' : 'control';
}

export function usePlayerKeys(act: (act: PlayerAct) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const { code, key, ctrlKey, altKey, metaKey } = event;
      const [focus, atPlayer] = [focusOf(event.target), isAtPlayer(event.target)];
      const found = playerActOf({ code, key, ctrlKey, altKey, metaKey, focus, atPlayer });
      if (found === undefined) return;
      event.preventDefault();
      latest.current(found);
    };
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
}
