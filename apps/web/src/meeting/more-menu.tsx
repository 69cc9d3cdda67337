/** What is needed now and then: devices, view, name, help; for the host the end of the meeting. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { dialogOpened, type MeetingDialog } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import styles from './controls.module.scss';
import type { FullScreen } from './use-full-screen.ts';

export function MoreMenu({ fullScreen }: { fullScreen: FullScreen }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { view, selfViewHidden } = useAppSelector((state) => state.preferences);
  const host = useAppSelector(({ call: { call } }) =>
    call.participants.some(({ isSelf, role }) => isSelf && role === 'host'),
  );

  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false);
    };
    const closeByEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', closeByEscape);
    holder.current?.querySelector<HTMLElement>('ul button')?.focus({ preventScroll: true });
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', closeByEscape);
    };
  }, [open]);

  const item = (icon: IconName, label: string, act: () => void, className = '') => (
    <li className={className}>
      <button
        type="button"
        onClick={() => {
          setOpen(false);
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
    <div ref={holder} className={styles.more}>
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
          {item(
            view === 'gallery' ? 'speaker' : 'gallery',
            t(view === 'gallery' ? 'control.speakerView' : 'control.galleryView'),
            () => dispatch(preferencesChanged({ view: view === 'gallery' ? 'speaker' : 'gallery' })),
            styles.narrowOnly,
          )}
          {fullScreen.possible &&
            item(
              fullScreen.on ? 'fullScreenExit' : 'fullScreen',
              t(fullScreen.on ? 'control.fullScreenExit' : 'control.fullScreen'),
              fullScreen.toggle,
              styles.narrowOnly,
            )}
          {item('settings', t('control.settings'), dialog('settings'))}
          {item('edit', t('control.rename'), dialog('rename'))}
          {item('hide', t(selfViewHidden ? 'control.showSelf' : 'control.hideSelf'), () =>
            dispatch(preferencesChanged({ selfViewHidden: !selfViewHidden })),
          )}
          {item('invite', t('meeting.invite'), dialog('invite'))}
          {item('help', t('control.help'), dialog('help'))}
          {host && item('leave', t('control.endForAll'), dialog('endForAll'), styles.end)}
        </ul>
      )}
    </div>
  );
}
