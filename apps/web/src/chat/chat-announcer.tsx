/** Tells screen readers what others write, whether the panel is open or not, and takes no focus. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';

/** The rest can be read in the panel. */
const longestSpoken = 200;

export function ChatAnnouncer() {
  const t = useWords();
  const { messages, selfId, hasOlder } = useAppSelector((state) => state.chat.chat);
  const [spoken, setSpoken] = useState({ upTo: 0, words: '' });
  /** The newest that was told; undefined until the history of before has come. */
  const told = useRef<number>(undefined);
  useEffect(() => {
    if (hasOlder === undefined) return;
    const before = told.current;
    told.current = messages.at(-1)?.position ?? 0;
    if (before === undefined) return;
    const news = messages.filter(
      ({ position, sender, deleted }) => position > before && sender.participantId !== selfId && !deleted,
    );
    if (news.length === 0) return;
    const words = news.map(({ sender, receiver, text }) =>
      t(receiver === null ? 'chat.announce' : 'chat.announceDirect', {
        name: sender.name,
        text: text.slice(0, longestSpoken),
      }),
    );
    setSpoken({ upTo: told.current, words: words.join(' ') });
  }, [messages, selfId, hasOlder, t]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {/* The same words twice are said twice. */}
      <span key={spoken.upTo}>{spoken.words}</span>
    </div>
  );
}
