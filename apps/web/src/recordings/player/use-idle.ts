/** Whether nobody has moved anything over the picture for a while, so that what lies over it may go. */
import { type RefObject, useEffect, useState } from 'react';

const idleAfterMs = 2_800;

/** `may`: it plays. Whoever works by keyboard inside keeps what has the focus in sight. */
export function useIdle(root: RefObject<HTMLElement | null>, may: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const element = root.current;
    if (element === null || !may) {
      setIdle(false);
      return;
    }
    let timer: ReturnType<typeof setTimeout>;
    const rest = (): void => {
      if (element.querySelector(':focus-visible') === null) setIdle(true);
      else timer = setTimeout(rest, idleAfterMs);
    };
    const stir = (): void => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(rest, idleAfterMs);
    };
    stir();
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
    for (const name of events) element.addEventListener(name, stir);
    return () => {
      clearTimeout(timer);
      for (const name of events) element.removeEventListener(name, stir);
    };
  }, [root, may]);
  return idle;
}
