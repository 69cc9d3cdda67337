/** Brings what the meeting tells once about rooms to the screen: that one is somewhere else now, what a host says to all, who asks for help. */
import type { Call, Happening } from '@veche/client/call.ts';
import { noticed } from '../state/notices-slice.ts';
import type { AppDispatch } from '../state/store.ts';
import { broadcastTold, helpAsked } from './breakout-slice.ts';
import { enteredWords } from './entered-words.ts';

type Followed = Pick<Call, 'state' | 'subscribe' | 'onHappening'>;

/** Answers how to stop. */
export function followRooms(call: Followed, dispatch: AppDispatch): () => void {
  let roomId: string | null | undefined;
  /** Somewhere else, and nobody has said why yet. */
  let isUntold = false;

  const look = (): void => {
    const { conference, standing, room } = call.state;
    if (conference === undefined || standing === 'waiting') return;
    const before = roomId;
    roomId = room?.roomId ?? null;
    if (before === undefined || before === roomId) return;
    isUntold = true;
    // Who was moved while the connection was cut learns it from where they are when it is back. The reason, if there is one, comes in this turn.
    queueMicrotask(() => {
      if (isUntold) say({ reason: 'bySelf', room: call.state.room });
    });
  };
  const say = (entered: Parameters<typeof enteredWords>[0]): void => {
    isUntold = false;
    const text = enteredWords(entered);
    if (text !== undefined) dispatch(noticed({ kind: 'info', topic: 'room', text }));
  };
  const hear = ({ method, params }: Happening): void => {
    if (method === 'entered') say(params);
    else if (method === 'broadcast') dispatch(broadcastTold(params));
    else if (method === 'helpAsked') dispatch(helpAsked(params.participantId));
  };
  const stops = [call.subscribe(look), call.onHappening(hear)];
  return () => {
    for (const stop of stops) stop();
  };
}
