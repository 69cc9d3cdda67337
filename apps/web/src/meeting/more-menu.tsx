/** What is needed now and then: devices, view, name, help; for the host the end of the meeting. */
import { may } from '@veche/contracts/signalling/permissions.ts';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { roomsConcern } from '../breakout/breakout-button.tsx';
import { roomsPanelOpened } from '../breakout/breakout-slice.ts';
import { useWords } from '../i18n/use-words.ts';
import { mayRecord, useRecordInBar } from '../recording/record-button.tsx';
import { dialogOpened, type MeetingDialog } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { reactionsToggled } from '../state/people-slice.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { canShare } from './can-share.ts';
import styles from './controls.module.scss';
import { useMeeting } from './meeting-context.ts';
import type { BarRoom } from './use-bar-room.ts';
import type { FullScreen } from './use-full-screen.ts';
import { toggleView, type View } from './use-view.ts';

/** The items that this width shows. */
const itemsIn = (holder: HTMLElement | null): HTMLElement[] =>
  [...(holder?.querySelectorAll<HTMLElement>('ul button:enabled') ?? [])].filter(
    (button) => button.getClientRects().length > 0,
  );

interface ItemOptions {
  className?: string | undefined;
  disabled?: boolean;
}

export function MoreMenu({ fullScreen, view, room }: { fullScreen: FullScreen; view: View; room: BarRoom }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { selfViewHidden } = useAppSelector((state) => state.preferences);
  const rooms = useAppSelector(roomsConcern);
  const standing = useAppSelector((state) => state.call.call.standing);
  const sharing = useAppSelector((state) => state.call.call.publishing.screen !== 'off');
  const records = useAppSelector(mayRecord);
  const recordInBar = useRecordInBar();
  const session = useMeeting();

  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    itemsIn(holder.current)[0]?.focus({ preventScroll: true });
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    // What opens now, a dialog or nothing, gives the focus back to where it is: the item is about to go.
    button.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    const items = itemsIn(holder.current);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') close();
    if (next === undefined) return;
    event.preventDefault();
    items.at(next === items.length ? 0 : next)?.focus();
  };
  const focusLeaves = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null && !holder.current?.contains(relatedTarget)) setOpen(false);
  };

  const item = (icon: IconName, label: string, act: () => unknown, { className, disabled }: ItemOptions = {}) => (
    <li className={className}>
      <button
        type="button"
        disabled={disabled}
        onClick={() => {
          close();
          act();
        }}
      >
        <Icon name={icon} />
        {label}
      </button>
    </li>
  );
  const dialog = (name: MeetingDialog) => () => void dispatch(dialogOpened(name));

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside, which bubble
    <div ref={holder} className={styles.more} onKeyDown={keyDown} onBlur={focusLeaves}>
      <button
        ref={button}
        type="button"
        className={`${styles.control} ${styles.plain}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" size={24} />
        <span>{t('control.more')}</span>
      </button>
      {open && (
        <ul className={styles.menu}>
          {room === 'little' && item('smile', t('control.react'), () => dispatch(reactionsToggled(true)))}
          {room === 'little' &&
            canShare &&
            item(sharing ? 'screenStop' : 'screen', t(sharing ? 'control.stopSharing' : 'control.share'), () =>
              sharing ? session.stopSharing() : session.shareScreen(),
            )}
          {room === 'little' && rooms && item('rooms', t('rooms.title'), () => dispatch(roomsPanelOpened(true)))}
          {!recordInBar &&
            records &&
            item('record', t('record.start'), () => session.order('record', { action: 'start' }))}
          {room !== 'much' &&
            item(
              view.view === 'gallery' ? 'speaker' : 'gallery',
              t(view.view === 'gallery' ? 'control.speakerView' : 'control.galleryView'),
              toggleView,
              { disabled: !view.counts },
            )}
          {room !== 'much' &&
            fullScreen.possible &&
            item(
              fullScreen.on ? 'fullScreenExit' : 'fullScreen',
              t(fullScreen.on ? 'control.fullScreenExit' : 'control.fullScreen'),
              fullScreen.toggle,
            )}
          {item('settings', t('control.settings'), dialog('settings'))}
          {item('edit', t('control.rename'), dialog('rename'))}
          {item('hide', t(selfViewHidden ? 'control.showSelf' : 'control.hideSelf'), () =>
            dispatch(preferencesChanged({ selfViewHidden: !selfViewHidden })),
          )}
          {item('invite', t('meeting.invite'), dialog('invite'))}
          {item('help', t('control.help'), dialog('help'), { className: styles.keyboardOnly })}
          {may(standing, 'endForAll') &&
            item('leave', t('control.endForAll'), dialog('endForAll'), { className: styles.end })}
        </ul>
      )}
    </div>
  );
}
