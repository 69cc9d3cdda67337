/** Notices at the edge of the page; each goes by itself, one that can be undone waits longer, and resting on it makes it wait. */
import { useEffect, useState } from 'react';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { undoWindowMs } from '../state/meeting-actions.ts';
import { dismissed, type Notice } from '../state/notices-slice.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './toasts.module.scss';

export function Toasts() {
  const items = useAppSelector((state) => state.notices.items);
  return (
    <div className={styles.toasts} role="status">
      {items.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Toast({ notice }: { notice: Notice }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const [held, setHeld] = useState(false);
  const { id, undo, text } = notice;
  const shownMs = undo ? undoWindowMs : 5_000;
  useEffect(() => {
    if (held && !undo) return;
    const timer = setTimeout(() => dispatch(dismissed(id)), shownMs);
    return () => clearTimeout(timer);
  }, [dispatch, held, id, shownMs, undo]);
  return (
    // Resting on it only makes it stay
    <div
      className={`${styles.toast} ${notice.kind === 'trouble' ? styles.trouble : ''}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Icon name={notice.kind === 'trouble' ? 'warning' : 'check'} />
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
