/** Where a message is written: to whom, the words, how much room is left. Enter sends, Shift and Enter make a new line. */
import { limits } from '@veche/contracts/limits.ts';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { drafted, receiverChosen } from '../state/chat-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './composer.module.scss';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** From here on it is told how much room is left. */
const nearlyFull = limits.chatTextMaxGraphemes - 50;

export function Composer() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const { draft, receiverId, chat } = useAppSelector((state) => state.chat);
  const participants = useAppSelector((state) => state.call.call.participants);
  const field = useRef<HTMLTextAreaElement>(null);
  const others = participants.filter(({ isSelf }) => !isSelf);
  const receiver = others.find(({ participantId }) => participantId === receiverId);
  const { policy, isHost } = chat;
  const mayAll = isHost || policy?.messages !== false;
  const mayDirect = isHost || policy?.directMessages !== false;
  const isDirect = receiver !== undefined;
  const isAllowed = isDirect ? mayDirect : mayAll;
  const left = limits.chatTextMaxGraphemes - lengthOf(draft);

  // Whoever was chosen and is gone: what was meant for one must not go to all.
  const isGone = receiverId !== null && !isDirect;
  // On a touch screen the keyboard would cover what there is to read.
  useEffect(() => {
    if (!window.matchMedia('(hover: none) and (pointer: coarse)').matches)
      field.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight + 2, 160)}px`;
    // `draft` is what the height follows
  }, [draft]);

  const send = (): void => {
    if (draft.trim() === '' || !isAllowed || isGone || left < 0) return;
    session.sendMessage(
      draft,
      receiver === undefined ? undefined : { participantId: receiver.participantId, name: receiver.name },
    );
    dispatch(drafted(''));
    field.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className={styles.to}>
        <span>{t('chat.to')}</span>
        <select
          value={receiverId ?? ''}
          onChange={(event) => dispatch(receiverChosen(event.target.value === '' ? null : event.target.value))}
        >
          <option value="">{t('chat.everybody')}</option>
          {isGone && <option value={receiverId}>{t('chat.gone')}</option>}
          {/* Whoever is chosen stays a choice: one that is not there could not be left for another. */}
          {others
            .filter(({ participantId }) => mayDirect || participantId === receiverId)
            .map(({ participantId, name }) => (
              <option key={participantId} value={participantId}>
                {name}
              </option>
            ))}
        </select>
      </label>
      {!isAllowed && <p className={styles.notAllowed}>{t(isDirect ? 'chat.directOff' : 'chat.off')}</p>}
      {isGone && <p className={styles.notAllowed}>{t('chat.goneText')}</p>}
      <div className={`${styles.write} ${isDirect ? styles.writeDirect : ''}`}>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t('chat.message')}
          placeholder={isDirect ? t('chat.placeholderTo', { name: receiver.name }) : t('chat.placeholder')}
          value={draft}
          onChange={(event) => dispatch(drafted(event.target.value))}
          onKeyDown={keyDown}
        />
        <button
          type="submit"
          aria-label={t('chat.send')}
          title={t('chat.send')}
          aria-disabled={draft.trim() === '' || !isAllowed || isGone || left < 0}
        >
          <Icon name="send" />
        </button>
      </div>
      {left < limits.chatTextMaxGraphemes - nearlyFull && (
        <p className={left < 0 ? styles.tooLong : styles.left} role="status">
          {left < 0 ? t('chat.tooLong', { count: -left }) : t('chat.left', { count: left })}
        </p>
      )}
    </form>
  );
}

/** No grapheme is shorter than one unit: hardly any text has to be counted. */
function lengthOf(text: string): number {
  if (text.length <= nearlyFull) return text.length;
  const length = [...graphemes.segment(text.slice(0, limits.chatTextMaxBytes))].length;
  // A few letters under mountains of marks are too much as well.
  const isTooLarge = new TextEncoder().encode(text).length > limits.chatTextMaxBytes;
  return isTooLarge ? Math.max(length, limits.chatTextMaxGraphemes + 1) : length;
}
