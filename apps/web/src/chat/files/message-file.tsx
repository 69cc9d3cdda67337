/** A file that came with a message: a picture as a picture, and for everything its name, its size and the way to have it. */
import type { ChatAttachmentView } from '@veche/contracts/chat/chat-view.ts';
import { errorWords } from '../../i18n/error-words.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { Icon } from '../../ui/icon.tsx';
import { fileIcon } from './file-kinds.ts';
import { shortName, shownName, sizeWords } from './file-words.ts';
import styles from './message-file.module.scss';
import { MessagePicture } from './message-picture.tsx';
import { useDownload } from './use-download.ts';

interface MessageFileProps {
  messageId: string;
  attachment: ChatAttachmentView;
  isOwn: boolean;
}

export function MessageFile({ messageId, attachment, isOwn }: MessageFileProps) {
  const t = useWords();
  const language = useLanguage();
  const { busy, failure, start } = useDownload(messageId);
  const { contentType, preview, sizeBytes } = attachment;
  const name = shownName(attachment.name);
  const words = t('chat.file.download', { name });
  return (
    <div className={`${styles.file} ${isOwn ? styles.ownFile : ''}`}>
      {preview !== null && <MessagePicture messageId={messageId} name={attachment.name} size={preview} />}
      <div className={styles.card}>
        {preview === null && <Icon name={fileIcon(contentType, name)} size={24} />}
        <p>
          <bdi title={name}>{shortName(attachment.name)}</bdi>
          <span>{sizeWords(sizeBytes, t, language)}</span>
        </p>
        <button type="button" aria-label={words} title={words} aria-disabled={busy} onClick={() => void start()}>
          <Icon name="download" />
        </button>
      </div>
      {failure !== undefined && (
        <p role="alert" className={styles.failure}>
          {errorWords(failure, language)}
        </p>
      )}
    </div>
  );
}
