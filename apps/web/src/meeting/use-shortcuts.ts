/** Connects the keyboard to the meeting. */
import { useEffect } from 'react';
import { dialogOpened } from '../state/call-slice.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { store } from '../state/store.ts';
import { useMeeting } from './meeting-context.ts';
import { type KeyPress, type Shortcut, shortcutOf } from './shortcuts.ts';

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'none';
  if (target.isContentEditable || target.matches('input, textarea, select')) return 'text';
  return target.closest('button, a, summary, [role="menuitem"]') === null ? 'none' : 'control';
}

export function useShortcuts(): void {
  const session = useMeeting();
  const dispatch = useAppDispatch();
  useEffect(() => {
    const acts: Record<Shortcut, () => void> = {
      microphone: () => void session.setMicrophone(!session.microphoneOn),
      camera: () => void session.setCamera(!session.cameraOn),
      screen: () => void (session.sharing ? session.stopSharing() : session.shareScreen()),
      view: () => {
        const { view } = store.getState().preferences;
        dispatch(preferencesChanged({ view: view === 'gallery' ? 'speaker' : 'gallery' }));
      },
      help: () => dispatch(dialogOpened('help')),
      talk: () => void session.holdToTalk(true),
    };
    const down = (event: KeyboardEvent): void => {
      if (event.repeat || document.querySelector('dialog[open]') !== null) return;
      const { code, key, ctrlKey, altKey, metaKey } = event;
      const shortcut = shortcutOf({ code, key, ctrlKey, altKey, metaKey, focus: focusOf(event.target) });
      if (shortcut === undefined) return;
      event.preventDefault();
      acts[shortcut]();
    };
    const up = (event: KeyboardEvent): void => {
      if (event.code === 'Space') void session.holdToTalk(false);
    };
    // A key let go in another window is never heard of here.
    const away = (): void => void session.holdToTalk(false);
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', away);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', away);
    };
  }, [dispatch, session]);
}
