/** What stands over the picture where there is none, or where it does not go on. Pure. */
import type { WordKey } from '../../i18n/translate.ts';
import type { PlayerState } from './player.ts';
import { type Watchable, watchSource } from './watch-source.ts';

/** From the end of what is there, milliseconds: so near to it, nothing but more of it lets the player go on. */
const atTheEndMs = 1_500;

export function pictureWords(
  view: Watchable,
  { unplayable, waiting, playing, atMs, durationMs, live }: PlayerState,
): WordKey | undefined {
  if (unplayable) return 'player.unplayable';
  const goesOn = view.state === 'recording' || view.state === 'paused';
  if (watchSource(view).kind === 'none') {
    if (goesOn) return 'player.waitsForFirst';
    return view.state === 'rendering' ? 'player.loading' : 'player.nothing';
  }
  const atTheEnd = live !== null && playing && waiting && durationMs > 0 && durationMs - atMs <= atTheEndMs;
  if (!atTheEnd) return undefined;
  return view.state === 'paused' ? 'player.pausedHere' : 'player.waitsForMore';
}
