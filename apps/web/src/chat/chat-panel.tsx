/** The chat beside the stage; on a narrow page it takes the stage's place. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { dialogOpened } from '../state/call-slice.ts';
import { panelToggled } from '../state/chat-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './chat-panel.module.scss';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

export function ChatPanel() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { connection, isHost } = useAppSelector((state) => state.chat.chat);
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const { current } = opener;
    return () => {
      if (current instanceof HTMLElement) current.focus();
    };
  }, []);
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    dispatch(panelToggled());
  };
  return (
    <aside className={styles.panel} aria-label={t('chat.title')} onKeyDown={keyDown}>
      <header className={styles.header}>
        <h2>{t('chat.title')}</h2>
        {isHost && (
          <button
            type="button"
            aria-label={t('chat.policy')}
            title={t('chat.policy')}
            onClick={() => dispatch(dialogOpened('chatPolicy'))}
          >
            <Icon name="settings" />
          </button>
        )}
        <button
          type="button"
          aria-label={t('chat.close')}
          title={t('chat.close')}
          onClick={() => dispatch(panelToggled())}
        >
          <Icon name="close" />
        </button>
      </header>
      <div role="status">
        {connection === 'reconnecting' && <p className={styles.reconnecting}>{t('chat.reconnecting')}</p>}
      </div>
      <MessageList />
      <Composer />
    </aside>
  );
}
