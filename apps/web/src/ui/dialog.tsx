/** A modal question or form on the platform's own <dialog>: it keeps the focus inside and gives it back when closed. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.scss';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}

/** Mounted means open. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const t = useWords();
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; by keyboard Escape does
    <dialog
      ref={element}
      className={`${styles.dialog} ${wide ? styles.wide : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className={styles.body}>
        <header className={styles.header}>
          <h2 id={titleId}>{title}</h2>
          <Button weight="quiet" icon="close" iconOnly onClick={onClose}>
            {t('common.close')}
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <footer className={styles.actions}>{children}</footer>
);
