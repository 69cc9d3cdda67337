/** A picture's preview. Its room is known before it comes, so that nothing jumps; it is fetched when somebody looks there. */
import { useEffect, useRef, useState } from 'react';
import { errorWords } from '../../i18n/error-words.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { useMeeting } from '../../meeting/meeting-context.ts';
import { useAppSelector } from '../../state/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { shortName, shownName } from './file-words.ts';
import styles from './message-file.module.scss';
import { useDownload } from './use-download.ts';
import { useSeen } from './use-seen.ts';

interface MessagePictureProps {
  messageId: string;
  name: string;
  size: { readonly widthPx: number; readonly heightPx: number };
}

/** As large as it stands in the chat. */
const largestSidePx = 256;

export function MessagePicture({ messageId, name, size }: MessagePictureProps) {
  const t = useWords();
  const place = useRef<HTMLButtonElement>(null);
  const seen = useSeen(place);
  const { url, failed, renew } = usePreview(messageId, seen);
  const [isOpen, setOpen] = useState(false);
  const scale = Math.min(1, largestSidePx / size.widthPx, largestSidePx / size.heightPx);
  const shown = shownName(name);
  return (
    <>
      <button
        ref={place}
        type="button"
        className={styles.picture}
        style={{
          inlineSize: Math.round(size.widthPx * scale),
          aspectRatio: `${size.widthPx} / ${size.heightPx}`,
        }}
        aria-label={t('chat.file.enlarge', { name: shown })}
        onClick={() => setOpen(true)}
      >
        {url !== undefined && !failed ? (
          <img src={url} width={size.widthPx} height={size.heightPx} alt={shown} draggable={false} onError={renew} />
        ) : (
          <Icon name={failed ? 'warning' : 'picture'} size={24} />
        )}
      </button>
      {isOpen && (
        <PictureDialog messageId={messageId} name={name} size={size} url={url} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

interface Preview {
  readonly url: string | undefined;
  readonly failed: boolean;
  /** The picture did not come: its link may have run out. */
  renew(): void;
}

function usePreview(messageId: string, wanted: boolean): Preview {
  const session = useMeeting();
  const isConnected = useAppSelector((state) => state.chat.chat.connection === 'connected');
  const [url, setUrl] = useState<string>();
  const [failures, setFailures] = useState(0);
  useEffect(() => {
    // A second link that fails is no matter of time; only a new connection is a reason to try again.
    if (!wanted || !isConnected || failures > 1) return;
    let isCurrent = true;
    session.chats.current.fileLinks?.of(messageId, failures > 0).then(
      ({ previewUrl }) => {
        if (isCurrent) setUrl(previewUrl ?? undefined);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [session, messageId, wanted, isConnected, failures]);
  return { url, failed: failures > 1, renew: () => setFailures((count) => count + 1) };
}

function PictureDialog({
  messageId,
  name,
  size,
  url,
  onClose,
}: MessagePictureProps & { url: string | undefined; onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const { busy, failure, start } = useDownload(messageId);
  return (
    <Dialog title={shortName(name, 60)} onClose={onClose} wide>
      {url !== undefined && (
        <img className={styles.large} src={url} width={size.widthPx} height={size.heightPx} alt={shownName(name)} />
      )}
      {failure !== undefined && (
        <p role="alert" className={styles.failure}>
          {errorWords(failure, language)}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common.close')}</Button>
        <Button weight="primary" icon="download" busy={busy} onClick={() => void start()}>
          {t('chat.file.downloadShort')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
