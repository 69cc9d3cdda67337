/** Asks before what was pasted is sent: nobody sees beforehand what a clipboard holds. */
import { useEffect, useRef } from 'react';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useReceiver } from '../use-receiver.ts';
import { fileIcon } from './file-kinds.ts';
import { shortName, shownName, sizeWords } from './file-words.ts';
import styles from './paste-dialog.module.scss';
import { usePictureUrl } from './use-picture-url.ts';

interface PasteDialogProps {
  files: readonly File[];
  onSend: () => void;
  onClose: () => void;
}

export function PasteDialog({ files, onSend, onClose }: PasteDialogProps) {
  const t = useWords();
  const { receiver } = useReceiver();
  const send = useRef<HTMLButtonElement>(null);
  useEffect(() => send.current?.focus(), []);
  return (
    <Dialog title={t('chat.files.sendAsk', { count: files.length })} onClose={onClose}>
      <p>{receiver === undefined ? t('chat.files.toAll') : t('chat.directTo', { name: receiver.name })}</p>
      <ul className={styles.files}>
        {files.map((file, index) => (
          <PastedFile key={index} file={file} />
        ))}
      </ul>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button ref={send} weight="primary" icon="send" onClick={onSend}>
          {t('chat.send')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function PastedFile({ file }: { file: File }) {
  const t = useWords();
  const language = useLanguage();
  const url = usePictureUrl(file);
  return (
    <li>
      {url === undefined ? <Icon name={fileIcon(file.type, file.name)} size={24} /> : <img src={url} alt="" />}
      <p>
        <bdi title={shownName(file.name)}>{shortName(file.name)}</bdi>
        <span>{sizeWords(file.size, t, language)}</span>
      </p>
    </li>
  );
}
