/** What a host does with the recording of the room that they are in. */
import type { RecordingAction } from '@veche/contracts/recording/recording-status.ts';
import { useState } from 'react';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { stopAsked } from './recording-slice.ts';

interface Record {
  /** Asked for, and not answered yet. */
  readonly busy: boolean;
  act(action: RecordingAction): void;
}

export function useRecord(): Record {
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const [busy, setBusy] = useState(false);
  const act = (action: RecordingAction): void => {
    if (busy) return;
    setBusy(true);
    if (action === 'stop') dispatch(stopAsked(true));
    void session.order('record', { action }).then((done) => {
      setBusy(false);
      if (!done) dispatch(stopAsked(false));
    });
  };
  return { busy, act };
}
