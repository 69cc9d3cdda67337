/** A recording's new name, typed where the old one stands. Enter keeps it, Escape leaves the old one. */

import { limits } from '@veche/contracts/limits.ts';
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import { useEffect, useId, useRef, useState } from 'react';
import { useSubmit } from '../../account/use-submit.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useAppDispatch } from '../../state/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { renameRecording } from '../recordings-actions.ts';
import styles from './rename.module.scss';

interface RenameFieldProps {
  recording: Pick<RecordingSummary, 'id' | 'name'>;
  onRenamed?: (name: string) => void;
  onClose: () => void;
}

export function RenameField({ recording: { id, name }, onRenamed, onClose }: RenameFieldProps) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const input = useRef<HTMLInputElement>(null);
  const noteId = useId();
  const [typed, setTyped] = useState(name);
  const { busy, error, forgetError, onSubmit } = useSubmit(async () => {
    const next = typed.trim();
    if (next !== name) {
      await dispatch(renameRecording(id, next));
      onRenamed?.(next);
    }
    onClose();
  });
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  return (
    <form noValidate className={styles.rename} onSubmit={onSubmit}>
      <input
        ref={input}
        value={typed}
        maxLength={limits.recordingNameMaxLength * 2}
        aria-label={t('recordings.renameLabel', { name })}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : noteId}
        onChange={(event) => {
          forgetError();
          setTyped(event.target.value);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onClose();
        }}
      />
      <Button weight="primary" type="submit" busy={busy}>
        {t('common.save')}
      </Button>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      {error !== undefined && (
        <p id={noteId} role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
