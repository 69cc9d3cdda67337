/** The player of the page's <video>, as long as that stands, and its state. */
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { initialPlayerState, Player, type PlayerState } from './player.ts';

interface UsedPlayer {
  readonly player: Player | undefined;
  readonly state: PlayerState;
}

const nothing = (): void => undefined;

export function usePlayer(video: RefObject<HTMLVideoElement | null>, onRefused: () => void): UsedPlayer {
  const [player, setPlayer] = useState<Player>();
  const refused = useRef(onRefused);
  refused.current = onRefused;
  useEffect(() => {
    if (video.current === null) return;
    const made = new Player(video.current, { onRefused: () => refused.current() });
    setPlayer(made);
    return () => made.close();
  }, [video]);
  const subscribe = useCallback((listener: () => void) => player?.subscribe(listener) ?? nothing, [player]);
  const state = useSyncExternalStore(subscribe, () => player?.state ?? initialPlayerState);
  return { player, state };
}
