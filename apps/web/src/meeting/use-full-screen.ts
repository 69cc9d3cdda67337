/** Full screen for the room. Some phones have none. */
import { useEffect, useState } from 'react';

export interface FullScreen {
  readonly possible: boolean;
  readonly on: boolean;
  readonly toggle: () => void;
}

export function useFullScreen(): FullScreen {
  const [on, setOn] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const listener = (): void => setOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', listener);
    return () => document.removeEventListener('fullscreenchange', listener);
  }, []);
  const toggle = (): void => {
    // The whole document, not the room alone: dialogs and notices must stay visible.
    const act = on ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    act.catch(() => undefined);
  };
  return { possible: document.fullscreenEnabled === true, on, toggle };
}
