/** What was said, oldest first. Whoever reads the newest stays with it; whoever reads something older is left there and told of news. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { seen, unreadCount } from '../state/chat-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import { Message } from './message.tsx';
import { type MessageGroup, messageGroups } from './message-groups.ts';
import styles from './message-list.module.scss';
import { WaitingMessage } from './waiting-message.tsx';

/** Nearer to the end than this is at the end. */
const nearEndPx = 40;

export function MessageList() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const { messages, outgoing, hasOlder, selfId } = useAppSelector((state) => state.chat.chat);
  const unread = useAppSelector((state) => unreadCount(state.chat));
  const scroller = useRef<HTMLElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const groups = useMemo(() => messageGroups(messages, selfId), [messages, selfId]);
  const newest = messages.at(-1)?.position ?? 0;
  const heightBefore = useRef(0);
  const oldest = messages[0]?.id;
  const oldestBefore = useRef(oldest);

  const toEnd = (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    setAtEnd(true);
  };
  // `outgoing` and `messages` are what makes the list longer
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (atEnd) element.scrollTop = element.scrollHeight;
    // What came in above must not move what is being read.
    else if (oldestBefore.current !== oldest) element.scrollTop += element.scrollHeight - heightBefore.current;
    heightBefore.current = element.scrollHeight;
    oldestBefore.current = oldest;
  }, [messages, outgoing, atEnd, oldest]);
  // A keyboard that comes up, a window that is made smaller: the end stays in sight.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !atEnd) return;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [atEnd]);
  useEffect(() => {
    if (atEnd) dispatch(seen(newest));
  }, [atEnd, newest, dispatch]);

  const scrolled = (): void => {
    const element = scroller.current;
    if (element !== null) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx);
  };

  return (
    <div className={styles.scroll}>
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label={t('chat.title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={scrolled}
      >
        {hasOlder === true && (
          <button type="button" className={styles.older} onClick={() => void session.loadOlderMessages()}>
            {t('chat.older')}
          </button>
        )}
        {messages.length + outgoing.length === 0 && <p className={styles.empty}>{t('chat.empty')}</p>}
        <ol className={styles.list} aria-label={t('chat.messages')}>
          {groups.map((group) => (
            <Group key={group.key} group={group} />
          ))}
          {outgoing.map((message) => (
            <WaitingMessage key={message.id} message={message} />
          ))}
        </ol>
      </section>
      {!atEnd && (
        <button type="button" className={styles.newest} onClick={toEnd}>
          <Icon name="arrowDown" size={18} />
          {unread > 0 ? t('chat.newestCount', { count: unread }) : t('chat.newest')}
        </button>
      )}
    </div>
  );
}

function Group({ group }: { group: MessageGroup }) {
  const t = useWords();
  const language = useLanguage();
  const { senderName, receiverName, isOwn, startedAtMs, dayMs, messages } = group;
  const who = isOwn ? t('chat.you') : senderName;
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(startedAtMs);
  return (
    <li className={`${styles.group} ${isOwn ? styles.own : ''}`}>
      {dayMs !== undefined && <p className={styles.day}>{dayWords(dayMs, language, t('chat.today'))}</p>}
      <p className={styles.who}>
        <bdi className={styles.name}>{who}</bdi>
        {receiverName !== null && (
          <span className={styles.direct}>
            <Icon name="lock" size={14} />
            {isOwn ? t('chat.directTo', { name: receiverName }) : t('chat.direct')}
          </span>
        )}
        <time dateTime={new Date(startedAtMs).toISOString()}>{time}</time>
      </p>
      {messages.map((message) => (
        <Message key={message.id} message={message} isOwn={isOwn} />
      ))}
    </li>
  );
}

function dayWords(atMs: number, language: string, today: string): string {
  const date = new Date(atMs);
  if (date.toDateString() === new Date().toDateString()) return today;
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(date);
}
