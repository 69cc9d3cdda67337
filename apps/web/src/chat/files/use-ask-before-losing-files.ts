/** The browser asks before the page goes away while it still copies a file that was just chosen: after a reload nobody would have it. */
import { useEffect } from 'react';
import { useMeeting } from '../../meeting/meeting-context.ts';

export function useAskBeforeLosingFiles(): void {
  const session = useMeeting();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (session.chats.isKeepingFiles) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [session]);
}
