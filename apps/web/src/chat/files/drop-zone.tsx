/** What files over the page would do if they were let go here. */
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Icon } from '../../ui/icon.tsx';
import { useReceiver } from '../use-receiver.ts';
import styles from './drop-zone.module.scss';

const bringsFiles = ({ dataTransfer }: { readonly dataTransfer: DataTransfer | null }): boolean =>
  dataTransfer?.types.includes('Files') === true;

/** Covers its place while files are held over the page. */
export function DropZone() {
  const t = useWords();
  const { receiver, filesRefusal } = useReceiver();
  const isHeld = useFilesHeld();
  if (!isHeld) return null;
  const words = receiver === undefined ? t('chat.files.drop') : t('chat.files.dropTo', { name: receiver.name });
  return (
    <div className={styles.zone} aria-hidden="true">
      <Icon name={filesRefusal === undefined ? 'attach' : 'warning'} size={32} />
      <p>{filesRefusal === undefined ? words : t(filesRefusal)}</p>
    </div>
  );
}

function useFilesHeld(): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (bringsFiles(event)) setHeld(true);
    };
    const away = (event: DragEvent): void => {
      // From one element to the next is still over the page.
      if (event.type !== 'dragleave' || event.relatedTarget === null) setHeld(false);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', away);
    window.addEventListener('drop', away, true);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', away);
      window.removeEventListener('drop', away, true);
    };
  }, []);
  return isHeld;
}

/** A file that is let go beside the chat would else take the meeting's place in the tab. */
export function useNoStrayDrops(): void {
  useEffect(() => {
    const stop = (event: DragEvent): void => {
      if (event.defaultPrevented || !bringsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', stop);
    window.addEventListener('drop', stop);
    return () => {
      window.removeEventListener('dragover', stop);
      window.removeEventListener('drop', stop);
    };
  }, []);
}
