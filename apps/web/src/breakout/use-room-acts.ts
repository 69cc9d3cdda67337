/** The acts of a host, and what was done last by them in this panel. */
import { createContext, useContext, useMemo, useState } from 'react';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { type Done, RoomActs } from './room-acts.ts';

export const ActsContext = createContext<RoomActs | undefined>(undefined);

/** Inside the panel: its acts, whose words stand in its own line. */
export function useActs(): RoomActs {
  const acts = useContext(ActsContext);
  if (acts === undefined) throw new Error('Only inside the panel of rooms');
  return acts;
}

export function useRoomActs(): { readonly acts: RoomActs; readonly done: Done | undefined } {
  const { call } = useMeeting();
  const dispatch = useAppDispatch();
  const [done, setDone] = useState<Done>();
  const acts = useMemo(() => new RoomActs({ call, dispatch, onDone: setDone }), [call, dispatch]);
  return { acts, done };
}
