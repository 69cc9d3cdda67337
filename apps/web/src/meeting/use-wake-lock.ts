/** Keeps the screen awake while the meeting is open, where the browser can. */
import { useEffect } from 'react';

export function useWakeLock(): void {
  useEffect(() => {
    const wakeLock = (navigator as { wakeLock?: WakeLock }).wakeLock;
    if (wakeLock === undefined) return;
    let lock: WakeLockSentinel | undefined;
    let gone = false;
    // The browser takes the lock away whenever the page is hidden.
    const take = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return;
      const taken = await wakeLock.request('screen').catch(() => undefined);
      if (gone) void taken?.release();
      else lock = taken;
    };
    const again = (): void => void take();
    void take();
    document.addEventListener('visibilitychange', again);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}
