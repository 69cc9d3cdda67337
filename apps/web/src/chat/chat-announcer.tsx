/** Tells screen readers what others write, whether the panel is open or not, and takes no focus. */
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { useEffect, useRef, useState } from 'react';
import { type Translate, useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { shownName } from './files/file-words.ts';

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
    const words = messages
      .filter(({ position, deleted }) => position > before && !deleted)
      .flatMap((message) => spokenWords(message, selfId, t));
    if (words.length > 0) setSpoken({ upTo: told.current, words: words.join(' ') });
  }, [messages, selfId, hasOlder, t]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {/* The same words twice are said twice. */}
      <span key={spoken.upTo}>{spoken.words}</span>
    </div>
  );
}

/** Of one's own only that a file has arrived: that takes a while, and the eye is told too. */
function spokenWords(message: ChatMessageView, selfId: string | undefined, t: Translate): string[] {
  const { sender, receiver, text, attachment } = message;
  const file = attachment === null ? undefined : shownName(attachment.name);
  if (sender.participantId === selfId) return file === undefined ? [] : [t('chat.announceSent', { file })];
  const { name } = sender;
  const words: string[] = [];
  if (file !== undefined)
    words.push(t(receiver === null ? 'chat.announceFile' : 'chat.announceFileDirect', { name, file }));
  if (text !== '') {
    const said = { name, text: text.slice(0, longestSpoken) };
    words.push(t(receiver === null ? 'chat.announce' : 'chat.announceDirect', said));
  }
  return words;
}
