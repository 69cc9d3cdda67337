/** What goes away because it was pressed gives the focus to what has come instead: whoever works by keyboard is not sent back to the beginning. */
import { type RefObject, useLayoutEffect } from 'react';

export const recordPlace = 'data-record-start';
export const badgePlace = 'data-recording';

/** For a component that goes away whole. `to`: an attribute of what has come, whose first button gets the focus. */
export function useHandsFocusOver(root: RefObject<HTMLElement | null>, to: string): void {
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    return () => {
      if (!element.contains(document.activeElement)) return;
      queueMicrotask(() => {
        const come = document.querySelector<HTMLElement>(`[${to}] button`);
        // Where it stands in a menu, the bar with that menu.
        (come ?? document.querySelector<HTMLElement>('[role="toolbar"] button'))?.focus();
      });
    };
  }, [root, to]);
}
