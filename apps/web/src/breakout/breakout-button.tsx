/** The button that opens the panel of breakout rooms: for hosts always, for others while there are rooms for them. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { useWords } from '../i18n/use-words.ts';
import { ControlButton } from '../meeting/control-button.tsx';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import type { RootState } from '../state/store.ts';
import { roomsPanelOpened } from './breakout-slice.ts';

export const roomsConcern = ({ call: { call } }: RootState): boolean => isHost(call.standing) || call.breakout !== null;

/** Where there is no room for it in the bar, it stands in the menu. */
export function BreakoutButton() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const shown = useAppSelector(roomsConcern);
  const inRoom = useAppSelector((state) => state.call.call.room !== null);
  if (!shown) return null;
  return (
    <ControlButton
      icon="rooms"
      label={t('rooms.title')}
      text={t('rooms.short')}
      tone={inRoom ? 'active' : 'plain'}
      onPress={() => dispatch(roomsPanelOpened(true))}
    />
  );
}
