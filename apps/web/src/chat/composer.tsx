/** Where a message is written: to whom, the words, how much room is left. Enter sends, Shift and Enter make a new line. */
import { limits } from '@veche/contracts/limits.ts';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { drafted, receiverChosen } from '../state/chat-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './composer.module.scss';
import { AttachButton } from './files/attach-button.tsx';
import { useInterrupted } from './use-interrupted.ts';
import { useReceiver } from './use-receiver.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** From here on it is told how much room is left. */
const nearlyFull = limits.chatTextMaxGraphemes - 50;

export function Composer() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const draft = useAppSelector((state) => state.chat.draft);
  const receiverId = useAppSelector((state) => state.chat.receiverId);
  const room = useAppSelector((state) => state.call.call.room);
  const { choices, receiver, isGone, refusal, filesRefusal } = useReceiver();
  const field = useRef<HTMLTextAreaElement>(null);
  const interrupted = useInterrupted(field);
  const isDirect = receiver !== undefined;
  const left = limits.chatTextMaxGraphemes - lengthOf(draft);

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

  const placeholder = isDirect
    ? t('chat.placeholderTo', { name: receiver.name })
    : room === null
      ? t('chat.placeholder')
      : t('chat.placeholderRoom', { room: room.name });

  const { keptIn } = interrupted;
  const keptWords = keptIn === null ? t('chat.draftKeptInMain') : t('chat.draftKept', { room: keptIn ?? '' });
  const kept = keptIn === undefined ? undefined : keptWords;

  const send = (): void => {
    if (draft.trim() === '' || refusal !== undefined || left < 0 || interrupted.isHeld) return;
    session.sendMessage(draft, receiver);
    dispatch(drafted(''));
    field.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    interrupted.typed();
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
          {isGone && receiverId !== null && <option value={receiverId}>{t('chat.gone')}</option>}
          {choices.map(({ participantId, name }) => (
            <option key={participantId} value={participantId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {filesRefusal !== undefined && <p className={styles.notAllowed}>{t(filesRefusal)}</p>}
      <div role="status">{kept !== undefined && <p className={styles.notAllowed}>{kept}</p>}</div>
      <div className={`${styles.write} ${isDirect ? styles.writeDirect : ''}`}>
        <AttachButton className={styles.attach} />
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t('chat.message')}
          placeholder={placeholder}
          value={draft}
          readOnly={interrupted.isHeld}
          onChange={(event) => {
            interrupted.forget();
            dispatch(drafted(event.target.value));
          }}
          onKeyDown={keyDown}
        />
        <button
          type="submit"
          aria-label={t('chat.send')}
          title={t('chat.send')}
          aria-disabled={draft.trim() === '' || refusal !== undefined || left < 0}
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
