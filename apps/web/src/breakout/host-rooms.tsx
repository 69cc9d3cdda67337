/** What hosts see of breakout rooms: the form that makes them, then the rooms themselves, with what is done with all of them below. */
import type { BreakoutView, RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Button } from '../ui/button.tsx';
import { CreateRooms } from './create-rooms.tsx';
import styles from './panel.module.scss';
import { PanelFrame } from './panel-frame.tsx';
import type { Done } from './room-acts.ts';
import { RoomBoard } from './room-board.tsx';
import { RoomsFooter } from './rooms-footer.tsx';
import { TimeLeft } from './time-left.tsx';
import { ActsContext, useActs, useRoomActs } from './use-room-acts.ts';

const nobody: readonly RosterEntry[] = [];

export function HostRooms({ onClose }: { onClose: () => void }) {
  const { acts, done } = useRoomActs();
  const breakout = useAppSelector((state) => state.call.call.breakout);
  const roster = useAppSelector((state) => state.call.call.host?.roster ?? nobody);
  const ownRoomId = useAppSelector((state) => state.call.call.room?.roomId ?? null);
  const guests = roster.filter(({ role }) => !isHost(role)).length;
  const without = breakout === null || breakout.rooms.length === 0;
  return (
    <ActsContext value={acts}>
      <PanelFrame
        small={without}
        state={breakout === null ? undefined : <OpenState breakout={breakout} />}
        onClose={onClose}
      >
        {without ? (
          <CreateRooms people={guests} onClose={onClose} />
        ) : (
          <>
            <RoomBoard roster={roster} breakout={breakout} ownRoomId={ownRoomId} />
            <footer className={styles.bottom}>
              <DoneLine done={done} />
              <RoomsFooter breakout={breakout} ownRoomId={ownRoomId} />
            </footer>
          </>
        )}
      </PanelFrame>
    </ActsContext>
  );
}

function OpenState({ breakout: { open, closesAtMs } }: { breakout: BreakoutView }) {
  const t = useWords();
  return (
    <p className={styles.state}>
      <span className={open ? styles.openMark : styles.closedMark}>
        {t(open ? 'rooms.areOpen' : 'rooms.areClosed')}
      </span>
      {open && closesAtMs !== null && <TimeLeft closesAtMs={closesAtMs} />}
    </p>
  );
}

/** Read aloud as it changes, and there for the eye with the way back. */
function DoneLine({ done }: { done: Done | undefined }) {
  const t = useWords();
  const acts = useActs();
  return (
    <div className={styles.done}>
      <p role="status">
        {done ? t(done.text.key, done.text.values) : <span className={styles.hint}>{t('rooms.hint')}</span>}
      </p>
      {done?.undo && (
        <Button weight="quiet" onClick={() => void acts.undo(done)}>
          {t('common.undo')}
        </Button>
      )}
    </div>
  );
}
