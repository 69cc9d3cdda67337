/**
 * Notices about rooms that stay until they are put away: what a host says to all rooms, and to hosts, which rooms ask for help. They stand where notices
 * stand, in an open dialog too, and are read aloud as they come.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { RoomView, RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { useMemo } from 'react';
import { createPortal } from 'react-dom';
import { type Translate, useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useToastPlace } from '../ui/toast-place.tsx';
import { type Broadcast, broadcastPutAway, helpPutAway } from './breakout-slice.ts';
import { type HelpCall, helpCalls } from './help-calls.ts';
import styles from './notices.module.scss';
import { useRoomActs } from './use-room-acts.ts';

/** The others are seen in the panel. */
const mostCalls = 2;
const nobody: readonly RosterEntry[] = [];
const noRooms: readonly RoomView[] = [];

export function RoomNotices() {
  const t = useWords();
  const place = useToastPlace();
  const broadcasts = useAppSelector((state) => state.breakout.broadcasts);
  const rooms = useAppSelector((state) => state.call.call.breakout?.rooms ?? noRooms);
  const roster = useAppSelector((state) => state.call.call.host?.roster ?? nobody);
  const putAway = useAppSelector((state) => state.breakout.helpPutAway);
  const panelOpen = useAppSelector((state) => state.breakout.panelOpen);
  const calls = useMemo(() => helpCalls(rooms, roster, putAway), [rooms, roster, putAway]);
  if (place === undefined) return null;
  const more = calls.length - mostCalls;
  return createPortal(
    <>
      {calls.slice(0, mostCalls).map((call) =>
        // In the panel the room itself is marked, and has the button.
        panelOpen ? (
          <p key={call.room?.roomId ?? 'main'} className="visually-hidden">
            {helpWords(call, t)}
          </p>
        ) : (
          <Help key={call.room?.roomId ?? 'main'} call={call} />
        ),
      )}
      {more > 0 && !panelOpen && <p className={styles.more}>{t('rooms.moreCalls', { count: more })}</p>}
      {broadcasts.map((broadcast) => (
        <Said key={broadcast.id} broadcast={broadcast} />
      ))}
    </>,
    place,
  );
}

const helpWords = ({ room, people }: HelpCall, t: Translate): string =>
  t('rooms.helpFrom', { names: people.map(({ name }) => name).join(', '), room: room?.name ?? t('people.mainRoom') });

function Help({ call }: { call: HelpCall }) {
  const { room, people } = call;
  const t = useWords();
  const dispatch = useAppDispatch();
  const { acts } = useRoomActs();
  const here = useAppSelector((state) => (state.call.call.room?.roomId ?? null) === (room?.roomId ?? null));
  const away = (): void => void dispatch(helpPutAway(people.map(({ participantId }) => participantId)));
  return (
    <div className={`${styles.notice} ${styles.help}`}>
      <Icon name="help" />
      <p>{helpWords(call, t)}</p>
      {!here && (
        <Button weight="primary" onClick={() => void acts.enter(room?.roomId ?? null)}>
          {room === null ? t('rooms.backToMain') : t('rooms.joinRoom', { room: room.name })}
        </Button>
      )}
      <Button weight="quiet" icon="close" iconOnly onClick={away}>
        {t('common.close')}
      </Button>
    </div>
  );
}

function Said({ broadcast: { id, text, from } }: { broadcast: Broadcast }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  return (
    <div className={styles.notice}>
      <Icon name="megaphone" />
      <p>
        <strong>{t('rooms.saidBy', { name: from })}</strong>
        <span dir="auto">{text.slice(0, limits.hostMessageMaxLength * 2)}</span>
      </p>
      <Button weight="quiet" icon="close" iconOnly onClick={() => dispatch(broadcastPutAway(id))}>
        {t('common.close')}
      </Button>
    </div>
  );
}
