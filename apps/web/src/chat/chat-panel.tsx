/** The chat beside the stage; on a narrow page it takes the stage's place. */
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { dialogOpened } from '../state/call-slice.ts';
import { panelToggled } from '../state/chat-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './chat-panel.module.scss';
import { Composer } from './composer.tsx';
import { DropZone } from './files/drop-zone.tsx';
import { incomingFiles } from './files/incoming-files.ts';
import { PasteDialog } from './files/paste-dialog.tsx';
import { UploadList } from './files/upload-list.tsx';
import { useAttach } from './files/use-attach.ts';
import { usePaste } from './files/use-paste.ts';
import { MessageList } from './message-list.tsx';

export function ChatPanel() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { connection, isHost } = useAppSelector((state) => state.chat.chat);
  const roomId = useAppSelector((state) => state.chat.roomId);
  const room = useAppSelector((state) => state.call.call.room);
  const title = room === null ? t('chat.title') : t('chat.titleRoom', { room: room.name });
  // A room that one has just come to is opened in a moment.
  const [openedRoomId, setOpenedRoomId] = useState(roomId);
  const hasOpened = openedRoomId === roomId;
  useEffect(() => {
    if (connection === 'connected') setOpenedRoomId(roomId);
  }, [connection, roomId]);
  const attach = useAttach();
  const { pasted, onPaste, letGo } = usePaste();
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const { current } = opener;
    return () => {
      if (current instanceof HTMLElement) current.focus();
    };
  }, []);
  const keyDown = (event: KeyboardEvent): void => {
    const isInDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key !== 'Escape' || isInDialog) return;
    event.stopPropagation();
    dispatch(panelToggled());
  };
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const drop = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    attach(incomingFiles(event.dataTransfer));
  };
  return (
    <aside
      className={styles.panel}
      aria-label={title}
      onKeyDown={keyDown}
      onPaste={onPaste}
      onDragOver={over}
      onDrop={drop}
    >
      <header className={styles.header}>
        <h2 title={title}>{title}</h2>
        {isHost && (
          <button
            type="button"
            aria-label={t('chat.policy')}
            title={t('chat.policy')}
            onClick={() => dispatch(dialogOpened('chatPolicy'))}
          >
            <Icon name="settings" />
          </button>
        )}
        <button
          type="button"
          aria-label={t('chat.close')}
          title={t('chat.close')}
          onClick={() => dispatch(panelToggled())}
        >
          <Icon name="close" />
        </button>
      </header>
      <div role="status">
        {(connection === 'reconnecting' || connection === 'paused') && (
          <p className={hasOpened ? styles.reconnecting : styles.opening}>{t('chat.reconnecting')}</p>
        )}
      </div>
      <MessageList key={roomId} />
      <UploadList />
      <Composer />
      <DropZone />
      {pasted !== undefined && (
        <PasteDialog
          files={pasted.files}
          onSend={() => {
            attach(pasted);
            letGo();
          }}
          onClose={letGo}
        />
      )}
    </aside>
  );
}
