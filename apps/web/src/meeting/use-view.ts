/** Gallery or speaker: the one that is shown, and whether the other would show anything else. */
import { useAppSelector } from '../state/hooks.ts';
import { type MeetingView, preferencesChanged } from '../state/preferences-slice.ts';
import { type RootState, store } from '../state/store.ts';
import { tilesOf, viewCounts } from './tiles.ts';

export interface View {
  readonly view: MeetingView;
  /** False while one is alone, or a shared screen has the stage. */
  readonly counts: boolean;
}

const countsIn = ({ call, preferences }: RootState): boolean =>
  viewCounts(tilesOf(call.call.participants, preferences.selfViewHidden), call.pinnedKey);

export function useView(): View {
  const view = useAppSelector((state) => state.preferences.view);
  return { view, counts: useAppSelector(countsIn) };
}

/** To the other view, which lets a pin go; nothing where that would change nothing. */
export function toggleView(): void {
  const state = store.getState();
  if (!countsIn(state)) return;
  store.dispatch(preferencesChanged({ view: state.preferences.view === 'gallery' ? 'speaker' : 'gallery' }));
}
