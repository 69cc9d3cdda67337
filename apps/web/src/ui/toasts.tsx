/**
 * Notices at the edge of the page. Each goes by itself, unless it is to stay; one that can be undone waits longer, and resting
 * on it makes it wait.
 */
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { undoWindowMs } from '../state/meeting-actions.ts';
import { dismissed, type Notice } from '../state/notices-slice.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { ToastPlace, useToastPlace } from './toast-place.tsx';
import styles from './toasts.module.scss';

export function Toasts() {
  const items = useAppSelector((state) => state.notices.items);
  const place = useToastPlace();
  const toasts = items.map((notice) => <Toast key={notice.id} notice={notice} />);
  return (
    <>
      <ToastPlace />
      {place && createPortal(toasts, place)}
    </>
  );
}

function Toast({ notice }: { notice: Notice }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const [held, setHeld] = useState(false);
  const { id, undo, text, stays } = notice;
  const shownMs = undo ? undoWindowMs : 5_000;
  useEffect(() => {
    if (stays || (held && !undo)) return;
    const timer = setTimeout(() => dispatch(dismissed(id)), shownMs);
    return () => clearTimeout(timer);
  }, [dispatch, held, id, shownMs, stays, undo]);
  return (
    // Resting on it only makes it stay
    <div
      className={`${styles.toast} ${notice.kind === 'trouble' ? styles.trouble : ''}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Icon name={notice.icon ?? (notice.kind === 'trouble' ? 'warning' : 'check')} />
      <p>{'failure' in text ? errorWords(text.failure, language) : t(text.key, text.values)}</p>
      {undo && (
        <button
          type="button"
          className={styles.undo}
          onClick={() => {
            dispatch(undo);
            dispatch(dismissed(id));
          }}
        >
          {t('common.undo')}
        </button>
      )}
      <Button weight="quiet" icon="close" iconOnly onClick={() => dispatch(dismissed(id))}>
        {t('common.close')}
      </Button>
    </div>
  );
}
