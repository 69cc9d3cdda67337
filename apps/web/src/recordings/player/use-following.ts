/** A list that follows what it shows by itself, until the reader scrolls away from there; back there, it follows again. */
import { type RefObject, useEffect, useRef, useState } from 'react';

interface Following {
  readonly follows: boolean;
  /** Back to where it is now. */
  resume(): void;
}

/** How far from its place, in pixels, the list still counts as being there. */
const slackPx = 48;
/** Scrolling so long after a touch of the reader's, or after such scrolling, is theirs: it glides on. */
const byReaderMs = 700;

/** `mark` names what is current; the element inside `root` that carries `data-current` stands for it. */
export function useFollowing(root: RefObject<HTMLElement | null>, mark: string | number): Following {
  const [follows, setFollows] = useState(true);
  /** The last scrolling of our own went there. */
  const wentTo = useRef(0);
  const go = (): void => {
    const list = root.current;
    const current = list?.querySelector<HTMLElement>('[data-current]');
    if (!list || !current) return;
    const bottom = current.offsetTop + current.offsetHeight;
    const wanted = Math.max(0, bottom - list.clientHeight + slackPx / 2);
    list.scrollTop = wanted;
    wentTo.current = list.scrollTop;
  };
  useEffect(() => {
    if (follows) go();
    // With each change of what is current
  }, [follows, mark]);
  useEffect(() => {
    const list = root.current;
    if (list === null) return;
    let touchedAtMs = 0;
    const touched = (): void => {
      touchedAtMs = Date.now();
    };
    const scrolled = (): void => {
      // A list that grows and shrinks scrolls by itself too.
      if (Date.now() - touchedAtMs > byReaderMs) return;
      touched();
      setFollows(Math.abs(list.scrollTop - wentTo.current) <= slackPx);
    };
    const touches = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
    for (const name of touches) list.addEventListener(name, touched, { passive: true });
    list.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      for (const name of touches) list.removeEventListener(name, touched);
      list.removeEventListener('scroll', scrolled);
    };
  }, [root]);
  return {
    follows,
    resume: () => {
      go();
      setFollows(true);
    },
  };
}
