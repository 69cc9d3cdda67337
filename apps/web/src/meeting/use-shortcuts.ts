/** Connects the keyboard to the meeting. */
import { useEffect } from 'react';
import { dialogOpened } from '../state/call-slice.ts';
import { panelToggled } from '../state/chat-slice.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { peopleToggled } from '../state/side-panels.ts';
import { useMeeting } from './meeting-context.ts';
import { type KeyPress, type Shortcut, shortcutOf } from './shortcuts.ts';
import { toggleView } from './use-view.ts';

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'none';
  if (target.isContentEditable || target.matches('input, textarea, select')) return 'text';
  const control = target.closest<HTMLElement>('button, a, summary');
  if (control === null) return 'none';
  // A dialog that was closed by a click gave it the focus back; nobody sees it there, so the space bar is for talking.
  if (control.matches(':focus-visible')) return 'control';
  control.blur();
  return 'none';
}

export function useShortcuts(): void {
  const session = useMeeting();
  const dispatch = useAppDispatch();
  useEffect(() => {
    const acts: Record<Shortcut, () => void> = {
      microphone: () => void session.setMicrophone(!session.microphoneOn),
      camera: () => void session.setCamera(!session.cameraOn),
      screen: () => void (session.sharing ? session.stopSharing() : session.shareScreen()),
      view: toggleView,
      chat: () => dispatch(panelToggled()),
      people: () => dispatch(peopleToggled()),
      hand: () => void session.raiseHand(!session.handUp),
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
