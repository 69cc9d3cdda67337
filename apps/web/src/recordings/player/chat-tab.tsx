/** The chat as it stood at the place that is being watched: messages come at their time, and a click goes to where one was said. */
import type { TimedMessage } from '@veche/contracts/rest/recordings.ts';
import { useRef } from 'react';
import { shownName } from '../../chat/files/file-words.ts';
import { MessageText } from '../../chat/message-text.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { duration } from '../../meeting/duration.ts';
import { Icon } from '../../ui/icon.tsx';
import { saidUntil } from './chapters.ts';
import styles from './side.module.scss';
import { useFollowing } from './use-following.ts';

interface ChatTabProps {
  chat: readonly TimedMessage[];
  atMs: number;
  goesOn: boolean;
  onSeek: (atMs: number) => void;
}

export function ChatTab({ chat, atMs, goesOn, onSeek }: ChatTabProps) {
  const t = useWords();
  const list = useRef<HTMLElement>(null);
  const said = saidUntil(chat, atMs);
  const { follows, resume } = useFollowing(list, said);
  const empty =
    chat.length === 0 ? (goesOn ? 'player.noChatYet' : 'player.noChat') : said === 0 ? 'player.chatAhead' : undefined;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard */}
      <section ref={list} className={styles.scroll} tabIndex={0} aria-label={t('player.chat')}>
        {empty !== undefined && <p className={styles.empty}>{t(empty)}</p>}
        <ol className={styles.messages}>
          {chat.slice(0, said).map((message, index) => (
            <li key={message.id} data-current={index === said - 1 || undefined}>
              <button
                type="button"
                aria-label={t('player.goTo', { time: duration(message.atMs) })}
                onClick={() => onSeek(message.atMs)}
              >
                {duration(message.atMs)}
              </button>
              <p>
                <strong dir="auto">{message.name}</strong>{' '}
                <span dir="auto">
                  <MessageText text={message.text} />
                </span>
                {message.fileName !== null && (
                  <span className={styles.file}>
                    <Icon name="attach" size={16} />
                    {shownName(message.fileName)}
                  </span>
                )}
              </p>
            </li>
          ))}
        </ol>
      </section>
      {!follows && said > 0 && (
        <button type="button" className={styles.resume} onClick={resume}>
          <Icon name="arrowDown" size={16} />
          {t('player.toNow')}
        </button>
      )}
    </>
  );
}
