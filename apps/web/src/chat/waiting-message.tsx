/** A message of one's own that is not among the others yet: on its way, or refused. */
import type { Outgoing } from '@veche/client/chat/chat-state.ts';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { Icon } from '../ui/icon.tsx';
import { shortName, shownName } from './files/file-words.ts';
import styles from './message-list.module.scss';

export function WaitingMessage({ message }: { message: Outgoing }) {
  const t = useWords();
  const language = useLanguage();
  const session = useMeeting();
  const { id, text, attachment, refused, receiver } = message;
  return (
    <li className={`${styles.group} ${styles.own} ${styles.waiting}`}>
      {attachment !== undefined && (
        <p className={`${styles.bubble} ${styles.outgoingFile}`}>
          <Icon name="attach" size={18} />
          <bdi title={shownName(attachment.name)}>{shortName(attachment.name)}</bdi>
        </p>
      )}
      {text !== '' && (
        <p className={styles.bubble} dir="auto">
          {text}
        </p>
      )}
      {refused === undefined ? (
        <p className={styles.state}>
          <Icon name="clock" size={14} />
          {receiver === undefined ? t('chat.sending') : t('chat.sendingTo', { name: receiver.name })}
        </p>
      ) : (
        <p role="alert" className={`${styles.state} ${styles.refused}`}>
          <span>{errorWords(refused.code, language)}</span>
          <button type="button" onClick={() => session.sendAgain(id)}>
            {t('common.retry')}
          </button>
          <button type="button" onClick={() => session.takeMessageBack(id)}>
            {t('chat.takeBack')}
          </button>
        </p>
      )}
    </li>
  );
}
