/** What guests see of breakout rooms: those that they may enter, and which of them they are in. */
import type { BreakoutView } from '@veche/contracts/signalling/breakout-view.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import styles from './dialogs.module.scss';
import { TimeLeft } from './time-left.tsx';
import { useRoomActs } from './use-room-acts.ts';

export function GuestRooms({ breakout, onClose }: { breakout: BreakoutView; onClose: () => void }) {
  const t = useWords();
  const { acts } = useRoomActs();
  const ownRoom = useAppSelector((state) => state.call.call.room);
  const { rooms, byChoice, mayReturn, closesAtMs } = breakout;
  const enter = async (roomId: string | null): Promise<void> => {
    if (await acts.enter(roomId)) onClose();
  };
  return (
    <Dialog title={t('rooms.title')} onClose={onClose}>
      <p className={styles.lead}>
        {t(byChoice ? 'rooms.choose' : rooms.length === 0 ? 'rooms.noneForYou' : 'rooms.yours')}{' '}
        {closesAtMs !== null && <TimeLeft closesAtMs={closesAtMs} />}
      </p>
      <ul className={styles.guestRooms}>
        {rooms.map(({ roomId, name }) => (
          <li key={roomId}>
            <span>{name}</span>
            {roomId === ownRoom?.roomId ? (
              <strong>{t('rooms.here')}</strong>
            ) : (
              <Button aria-label={t('rooms.joinRoom', { room: name })} onClick={() => void enter(roomId)}>
                {t('rooms.join')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <DialogActions>
        {ownRoom !== null && mayReturn && <Button onClick={() => void enter(null)}>{t('rooms.returnToMain')}</Button>}
        <Button weight="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
