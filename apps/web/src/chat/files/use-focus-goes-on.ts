/** When something goes away by itself, the focus in it goes on to what stands beside, and not to the page's beginning. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

export function useFocusGoesOn(place: RefObject<Element | null>, next: () => Element | null | undefined): void {
  const latest = useRef(next);
  latest.current = next;
  // A layout effect is undone while what goes away is still on the page.
  useLayoutEffect(
    () => () => {
      const element = place.current;
      if (element === null || !element.contains(document.activeElement)) return;
      const found = latest.current();
      if (found instanceof HTMLElement && found !== element) found.focus();
    },
    [place],
  );
}
