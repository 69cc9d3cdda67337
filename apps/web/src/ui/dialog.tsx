/**
 * A modal question or form on the platform's own <dialog>: the first field has the focus, the focus stays inside, and it goes
 * back to where it was when the dialog closes.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.scss';
import { ToastPlace } from './toast-place.tsx';

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
  // A layout effect: when a passive one is undone, the dialog has left the page and can give nothing back.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const opener = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('input:enabled, select:enabled, textarea:enabled')?.focus();
    return () => {
      dialog.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
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
      <ToastPlace />
    </dialog>
  );
}

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <footer className={styles.actions}>{children}</footer>
);
