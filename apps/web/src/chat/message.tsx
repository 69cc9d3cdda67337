/** One message, with its file, and the way to delete it. */
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import { MessageFile } from './files/message-file.tsx';
import styles from './message-list.module.scss';
import { MessageText } from './message-text.tsx';

export function Message({ message, isOwn }: { message: ChatMessageView; isOwn: boolean }) {
  const t = useWords();
  const session = useMeeting();
  const isHost = useAppSelector((state) => state.chat.chat.isHost);
  const [asks, setAsks] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const hasAsked = useRef(false);
  // Once for each question and each answer: the focus goes to what stands there now, and nobody who writes elsewhere loses it.
  useEffect(() => {
    const hadFocus = place.current?.contains(document.activeElement) || document.activeElement === document.body;
    if ((asks || hasAsked.current) && hadFocus) place.current?.querySelector<HTMLElement>('[data-next]')?.focus();
    hasAsked.current = asks;
  }, [asks, message.deleted]);

  return (
    <div ref={place} className={styles.line}>
      {message.deleted ? (
        <p data-next tabIndex={-1} className={`${styles.bubble} ${styles.deleted}`}>
          {t('chat.deleted')}
        </p>
      ) : asks ? (
        <p className={styles.ask}>
          <span>{t('chat.deleteAsk')}</span>
          <button type="button" data-next onClick={() => void session.deleteMessage(message.id)}>
            {t('common.delete')}
          </button>
          <button type="button" onClick={() => setAsks(false)}>
            {t('common.cancel')}
          </button>
        </p>
      ) : (
        <>
          <div className={styles.content}>
            {message.attachment !== null && (
              <MessageFile messageId={message.id} attachment={message.attachment} isOwn={isOwn} />
            )}
            {message.text !== '' && (
              <p className={styles.bubble} dir="auto">
                <MessageText text={message.text} />
              </p>
            )}
          </div>
          {(isOwn || isHost) && (
            <button
              type="button"
              data-next
              className={styles.remove}
              aria-label={t('chat.delete')}
              title={t('chat.delete')}
              onClick={() => setAsks(true)}
            >
              <Icon name="trash" size={16} />
            </button>
          )}
        </>
      )}
    </div>
  );
}
