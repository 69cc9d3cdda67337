/** Opens and closes the chat; a mark tells how much was said meanwhile. */
import { useId } from 'react';
import { useWords } from '../i18n/use-words.ts';
import controls from '../meeting/controls.module.scss';
import { panelToggled, unreadCount } from '../state/chat-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './chat-button.module.scss';

/** More than that is much. */
const countedUpTo = 99;

export function ChatButton() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const open = useAppSelector((state) => state.chat.open);
  const unread = useAppSelector((state) => unreadCount(state.chat));
  const unreadId = useId();
  return (
    <button
      type="button"
      className={`${controls.control} ${open ? controls.active : controls.plain} ${styles.button}`}
      aria-label={t('control.chat')}
      aria-expanded={open}
      aria-describedby={unread > 0 ? unreadId : undefined}
      aria-keyshortcuts="C"
      title={`${t('control.chat')} (C)`}
      onClick={() => dispatch(panelToggled())}
    >
      <Icon name="chat" size={24} />
      <span>{t('control.chat')}</span>
      {unread > 0 && (
        <strong className={styles.unread}>
          {/* No text, since it is no part of the button's name. */}
          <span data-count={unread > countedUpTo ? `${countedUpTo}+` : unread} aria-hidden="true" />
          <span id={unreadId} className="visually-hidden">
            {t('chat.unread', { count: unread })}
          </span>
        </strong>
      )}
    </button>
  );
}
