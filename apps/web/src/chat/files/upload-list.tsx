/** Files on their way: how far each has come, and what can be done about it. */
import type { CallError } from '@veche/client/call-error.ts';
import { mayTryAgain } from '@veche/client/chat/uploads/file-refusal.ts';
import { secondsLeft, type Upload } from '@veche/client/chat/uploads/upload-state.ts';
import type { Language } from '@veche/contracts/errors.ts';
import { type ReactNode, useRef } from 'react';
import { errorWords } from '../../i18n/error-words.ts';
import { type Translate, useLanguage, useWords } from '../../i18n/use-words.ts';
import { useMeeting } from '../../meeting/meeting-context.ts';
import { useAppDispatch, useAppSelector } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { fileIcon } from './file-kinds.ts';
import { leftWords, sentWords, shortName, shownName, sizeWords } from './file-words.ts';
import styles from './upload-list.module.scss';
import { useFocusGoesOn } from './use-focus-goes-on.ts';
import { usePictureUrl } from './use-picture-url.ts';

export function UploadList() {
  const t = useWords();
  const uploads = useAppSelector((state) => state.chat.uploads.uploads);
  // What is sent stands among the messages.
  const shown = uploads.filter(({ stage }) => stage.name !== 'sent');
  if (shown.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('chat.uploads')}>
      {shown.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const t = useWords();
  const session = useMeeting();
  const { id, receiver, stage } = upload;
  const name = shownName(upload.name);
  const isOver = stage.name === 'failed' || stage.name === 'fileMissing';
  const isPaused = stage.name === 'paused';
  const row = useRef<HTMLLIElement>(null);
  useFocusGoesOn(row, () => {
    const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    return (next ?? row.current?.closest('aside')?.querySelector('form'))?.querySelector('button');
  });
  return (
    <li ref={row} className={styles.row}>
      <Look upload={upload} />
      <div className={styles.what}>
        <bdi className={styles.name} title={name}>
          {shortName(upload.name)}
        </bdi>
        {receiver !== undefined && (
          <span className={styles.direct}>
            <Icon name="lock" size={14} />
            {t('chat.directTo', { name: receiver.name })}
          </span>
        )}
        {!isOver && <Progress upload={upload} />}
        <Words upload={upload} />
      </div>
      {!isOver && (
        <Act
          icon={isPaused ? 'play' : 'pause'}
          name={t(isPaused ? 'chat.upload.resume' : 'chat.upload.pause', { name })}
          // It stays in its place: whoever has the focus on it must not find themselves on "Cancel".
          off={stage.name === 'checking'}
          onAct={() =>
            isPaused ? session.chats.current.uploads?.resume(id) : session.chats.current.uploads?.pause(id)
          }
        />
      )}
      <Act
        icon="close"
        name={t(isOver ? 'chat.upload.remove' : 'chat.upload.cancel', { name })}
        onAct={() => session.chats.current.uploads?.cancel(id)}
      />
    </li>
  );
}

/** A picture as it is, of anything else what it is. */
function Look({ upload: { id, name } }: { upload: Upload }) {
  const session = useMeeting();
  const file = session.chats.current.uploads?.file(id);
  const url = usePictureUrl(file);
  if (url !== undefined) return <img className={styles.look} src={url} alt="" />;
  return (
    <span className={styles.look}>
      <Icon name={fileIcon(file instanceof Blob ? file.type : '', name)} size={22} />
    </span>
  );
}

function Progress({ upload }: { upload: Upload }) {
  const { name, sizeBytes, sentBytes, stage } = upload;
  const words = useProgressWords(upload);
  const percent = Math.floor((sentBytes / sizeBytes) * 100);
  return (
    <div
      role="progressbar"
      className={`${styles.bar} ${stage.name === 'uploading' || stage.name === 'checking' ? '' : styles.still}`}
      aria-label={shownName(name)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={words}
    >
      <span style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}

function useProgressWords(upload: Upload): string {
  const t = useWords();
  const language = useLanguage();
  const { sizeBytes, sentBytes, stage } = upload;
  const sent = sentWords(sentBytes, sizeBytes, t, language);
  switch (stage.name) {
    case 'waiting':
      return t('chat.upload.waiting', { size: sizeWords(sizeBytes, t, language) });
    case 'paused':
      return t('chat.upload.paused', { progress: sent });
    case 'checking':
      return t('chat.upload.checking');
    default: {
      const seconds = secondsLeft(upload);
      return seconds === undefined ? sent : `${sent}, ${leftWords(seconds, t)}`;
    }
  }
}

function Words({ upload }: { upload: Upload }) {
  const t = useWords();
  const language = useLanguage();
  const session = useMeeting();
  const words = useProgressWords(upload);
  const { id, stage } = upload;
  const name = shownName(upload.name);
  switch (stage.name) {
    case 'failed':
      return (
        <p role="alert" className={styles.refused}>
          {errorWords(stage.error.code, language)}
          {mayTryAgain(stage.error) && (
            <button
              type="button"
              aria-label={t('chat.upload.tryAgain', { name })}
              onClick={() => session.chats.current.uploads?.tryAgain(id)}
            >
              {t('common.retry')}
            </button>
          )}
        </p>
      );
    case 'fileMissing':
      return <ChooseAgain upload={upload} />;
    case 'uploading':
      return (
        <>
          <p className={styles.words}>{words}</p>
          <p role="status" className={styles.trouble}>
            {stage.trouble !== undefined && troubleWords(stage.trouble, t, language)}
          </p>
        </>
      );
    default:
      return <p className={styles.words}>{words}</p>;
  }
}

function troubleWords({ code }: CallError, t: Translate, language: Language): string {
  if (code === 'connection_lost') return t('chat.upload.unreachable');
  return code === 'storage_full' ? errorWords(code, language) : t('chat.upload.busy');
}

function ChooseAgain({ upload: { id, name, sizeBytes } }: { upload: Upload }) {
  const t = useWords();
  const language = useLanguage();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const input = useRef<HTMLInputElement>(null);
  const shown = shownName(name);
  const chosen = (file: File): void => {
    if (session.chats.current.uploads?.chooseAgain(id, file)) return;
    const values = { name: shown, size: sizeWords(sizeBytes, t, language) };
    dispatch(noticed({ kind: 'trouble', text: { key: 'chat.upload.otherFile', values } }));
  };
  return (
    <p className={styles.words}>
      {t('chat.upload.missing')}
      <button type="button" onClick={() => input.current?.click()}>
        {t('chat.upload.choose', { name: shortName(name) })}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('chat.upload.choose', { name: shown })}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) chosen(file);
          target.value = '';
        }}
      />
    </p>
  );
}

interface ActProps {
  icon: IconName;
  name: string;
  off?: boolean;
  onAct: () => void;
}

function Act({ icon, name, off = false, onAct }: ActProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useFocusGoesOn(button, () => button.current?.closest('li')?.querySelector(':scope > button:last-of-type'));
  return (
    <button
      ref={button}
      type="button"
      className={styles.act}
      aria-label={name}
      title={name}
      aria-disabled={off || undefined}
      onClick={off ? undefined : onAct}
    >
      <Icon name={icon} size={18} />
    </button>
  );
}
