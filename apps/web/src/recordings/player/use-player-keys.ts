/** Connects the keyboard to the player, wherever on its page the focus is. */
import { useEffect, useRef } from 'react';
import { type PlayerAct, type PlayerKey, playerActOf } from './player-keys.ts';

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
      const found = playerActOf({ code, key, ctrlKey, altKey, metaKey, focus: focusOf(event.target) });
      if (found === undefined) return;
      event.preventDefault();
      latest.current(found);
    };
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
}
