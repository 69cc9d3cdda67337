/**
 * Above the stage while there are rooms: in which one is, how long it lasts, the way back and the way to help; in the main room, the way to the room that
 * one is meant for. It takes room of its own, so that it covers nobody.
 */
import type { BreakoutView, RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import { useFocusStays } from '../ui/use-focus-stays.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import styles from './banner.module.scss';
import { roomsPanelOpened } from './breakout-slice.ts';
import { TimeLeft, TimeWarning } from './time-left.tsx';
import { useRoomActs } from './use-room-acts.ts';

export function RoomBanner() {
  const place = useRef<HTMLDivElement>(null);
  useFocusStays(place);
  const room = useAppSelector((state) => state.call.call.room);
  const breakout = useAppSelector((state) => state.call.call.breakout);
  const closesAtMs = breakout?.open ? breakout.closesAtMs : null;
  return (
    <div ref={place} className={styles.place} tabIndex={-1}>
      {room !== null ? <InRoom room={room} breakout={breakout} /> : breakout?.open && <InMain breakout={breakout} />}
      <TimeWarning closesAtMs={closesAtMs} />
    </div>
  );
}

function InRoom({ room, breakout }: { room: RoomView; breakout: BreakoutView | null }) {
  const t = useWords();
  const { acts } = useRoomActs();
  const host = useAppSelector((state) => isHost(state.call.call.standing));
  const short = useMediaQuery('(max-width: 600px)') ? '.short' : '';
  return (
    <section className={styles.banner} aria-label={room.name}>
      <Icon name="rooms" />
      <p>
        <strong>{room.name}</strong>
        {breakout?.open && breakout.closesAtMs !== null && <TimeLeft closesAtMs={breakout.closesAtMs} />}
      </p>
      <div className={styles.acts}>
        {!host && <AskForHelp asked={breakout?.asksForHelp ?? false} />}
        {(host || breakout?.mayReturn) && (
          <button
            type="button"
            aria-label={t(host ? 'rooms.return' : 'rooms.returnToMain')}
            onClick={() => void acts.enter(null)}
          >
            {t(host || short !== '' ? 'rooms.return' : 'rooms.returnToMain')}
          </button>
        )}
      </div>
    </section>
  );
}

function AskForHelp({ asked }: { asked: boolean }) {
  const t = useWords();
  const { acts } = useRoomActs();
  const short = useMediaQuery('(max-width: 600px)') ? '.short' : '';
  return (
    <button
      type="button"
      aria-pressed={asked}
      aria-label={t(asked ? 'rooms.helpAsked' : 'rooms.askForHelp')}
      onClick={() => void acts.askForHelp(!asked)}
    >
      <Icon name="help" />
      {t(asked ? `rooms.helpAsked${short}` : `rooms.askForHelp${short}`)}
    </button>
  );
}

function InMain({ breakout }: { breakout: BreakoutView }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { acts } = useRoomActs();
  const host = useAppSelector((state) => isHost(state.call.call.standing));
  const { rooms, byChoice, assignedRoomId, asksForHelp, closesAtMs } = breakout;
  const own = rooms.find(({ roomId }) => roomId === assignedRoomId);
  const hasNone = !host && rooms.length === 0;
  return (
    <section className={styles.banner} aria-label={t('rooms.title')}>
      <Icon name="rooms" />
      <p>
        <strong>{t('rooms.areOpen')}</strong>
        {hasNone && <span>{t('rooms.noneForYou')}</span>}
        {closesAtMs !== null && <TimeLeft closesAtMs={closesAtMs} />}
      </p>
      {!host && (
        <div className={styles.acts}>
          {own !== undefined && (
            <button type="button" onClick={() => void acts.enter(own.roomId)}>
              {t('rooms.joinRoom', { room: own.name })}
            </button>
          )}
          {byChoice && (
            <button type="button" onClick={() => dispatch(roomsPanelOpened(true))}>
              {t('rooms.chooseRoom')}
            </button>
          )}
          {(hasNone || asksForHelp) && <AskForHelp asked={asksForHelp} />}
        </div>
      )}
    </section>
  );
}
