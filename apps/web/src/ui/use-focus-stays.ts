/** When what has the focus goes away, its neighbour gets it: whoever works by keyboard is never sent back to the beginning of the page. */
import { type RefObject, useEffect } from 'react';

const focusable =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), a[href]:not([tabindex="-1"]), summary';

interface Remembered {
  readonly around: readonly HTMLElement[];
  readonly at: number;
  /** Whoever is in the same list is nearer than anything else. */
  readonly list: HTMLElement | null;
}

/** `root` takes the focus itself where nothing else is left in it. */
export function useFocusStays(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    let remembered: Remembered | undefined;
    const come = ({ target }: FocusEvent): void => {
      const around = [...element.querySelectorAll<HTMLElement>(focusable)];
      const at = around.indexOf(target as HTMLElement);
      remembered = at < 0 ? undefined : { around, at, list: around[at]?.closest('ul') ?? null };
    };
    const go = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) remembered = undefined;
    };
    const pressed = ({ target }: PointerEvent): void => {
      if (!element.contains(target as Node)) remembered = undefined;
    };
    const observer = new MutationObserver(() => {
      if (remembered === undefined || document.activeElement !== document.body) return;
      const { around, at, list } = remembered;
      if (around[at]?.isConnected) return;
      const stays = (one: HTMLElement): boolean => one.isConnected;
      const isIn = (one: HTMLElement): boolean => stays(one) && list?.contains(one) === true;
      const [after, before] = [around.slice(at + 1), around.slice(0, at)];
      const next = after.find(isIn) ?? before.findLast(isIn) ?? after.find(stays) ?? before.findLast(stays) ?? element;
      next.focus();
    });
    observer.observe(element, { childList: true, subtree: true });
    element.addEventListener('focusin', come);
    element.addEventListener('focusout', go);
    document.addEventListener('pointerdown', pressed);
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', come);
      element.removeEventListener('focusout', go);
      document.removeEventListener('pointerdown', pressed);
    };
  }, [root]);
}
