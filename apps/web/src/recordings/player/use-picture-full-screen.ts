/** Full screen for the picture with its controls; on phones that have that for a <video> alone, for that. */
import { type RefObject, useEffect, useState } from 'react';
import type { FullScreen } from '../../meeting/use-full-screen.ts';

type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?(): void };

export function usePictureFullScreen(
  frame: RefObject<HTMLElement | null>,
  video: RefObject<HTMLVideoElement | null>,
): FullScreen {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const listener = (): void => setOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', listener);
    return () => document.removeEventListener('fullscreenchange', listener);
  }, []);
  const toggle = (): void => {
    if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    else if (document.fullscreenEnabled) void frame.current?.requestFullscreen().catch(() => undefined);
    else (video.current as PhoneVideo | null)?.webkitEnterFullscreen?.();
  };
  const possible = document.fullscreenEnabled || 'webkitEnterFullscreen' in HTMLVideoElement.prototype;
  return { possible, on, toggle };
}
