/** Fetches a message's file the way a browser fetches files: to the disk, with its own progress. */
import { CallFailure, connectionLost } from '@veche/client/call-error.ts';
import { useState } from 'react';
import type { FailureCode } from '../../i18n/error-words.ts';
import { useMeeting } from '../../meeting/meeting-context.ts';

interface Download {
  readonly busy: boolean;
  readonly failure: FailureCode | undefined;
  start(): Promise<void>;
}

export function useDownload(messageId: string): Download {
  const session = useMeeting();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode>();
  const start = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      // One that was kept may run out while a large file is on its way.
      const links = session.chats.current.fileLinks;
      if (links === undefined) throw connectionLost();
      const { fileUrl } = await links.of(messageId, true);
      const link = document.createElement('a');
      link.href = fileUrl;
      link.download = '';
      link.click();
    } catch (error) {
      setFailure(error instanceof CallFailure ? error.code : 'internal');
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, start };
}
