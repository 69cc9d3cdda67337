/** The panel of breakout rooms: hosts arrange them, guests choose or find theirs. Gone when it concerns nobody any more. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { useEffect } from 'react';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { roomsPanelOpened } from './breakout-slice.ts';
import { GuestRooms } from './guest-rooms.tsx';
import { HostRooms } from './host-rooms.tsx';

export function BreakoutPanel() {
  const dispatch = useAppDispatch();
  const open = useAppSelector((state) => state.breakout.panelOpen);
  const host = useAppSelector((state) => isHost(state.call.call.standing));
  const breakout = useAppSelector((state) => state.call.call.breakout);
  const pointless = open && !host && breakout === null;
  useEffect(() => {
    if (pointless) dispatch(roomsPanelOpened(false));
  }, [pointless, dispatch]);
  if (!open || pointless) return null;
  const close = (): void => void dispatch(roomsPanelOpened(false));
  if (host) return <HostRooms onClose={close} />;
  return breakout === null ? null : <GuestRooms breakout={breakout} onClose={close} />;
}
