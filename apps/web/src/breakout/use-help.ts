/** Whether one has asked for help in this room: until it is taken back, a host comes, or one is somewhere else. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { useEffect, useState } from 'react';
import { useAppSelector } from '../state/hooks.ts';

export function useHelp(roomId: string): { readonly asked: boolean; readonly setAsked: (asked: boolean) => void } {
  const [askedIn, setAskedIn] = useState<string>();
  const hosts = useAppSelector(
    ({ call: { call } }) => call.participants.filter(({ isSelf, role }) => !isSelf && isHost(role)).length,
  );
  // One who is here already was asked in vain; only another one who comes answers.
  const [hostsBefore, setHostsBefore] = useState(hosts);
  useEffect(() => {
    if (hosts > hostsBefore) setAskedIn(undefined);
    setHostsBefore(hosts);
  }, [hosts, hostsBefore]);
  return {
    asked: askedIn === roomId,
    setAsked: (asked) => setAskedIn(asked ? roomId : undefined),
  };
}
