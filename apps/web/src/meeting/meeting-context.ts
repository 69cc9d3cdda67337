/** The running stay in a meeting, for the components inside it. */
import { createContext, useContext } from 'react';
import type { MeetingSession } from './meeting-session.ts';

export const MeetingContext = createContext<MeetingSession | undefined>(undefined);

export function useMeeting(): MeetingSession {
  const session = useContext(MeetingContext);
  if (session === undefined) throw new Error('Only inside a meeting');
  return session;
}
