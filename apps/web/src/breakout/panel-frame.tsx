/**
 * The room that the hosts' panel needs: most of a wide page, all of a narrow one. A modal dialog like the others, but for two things: a press beside
 * it does not close it, since a drag may end there, and no field gets the focus by itself.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { ToastPlace } from '../ui/toast-place.tsx';
import styles from './panel.module.scss';

interface PanelFrameProps {
  /** As wide as a form. */
  small: boolean;
  /** Beside the title. */
  state: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function PanelFrame({ small, state, onClose, children }: PanelFrameProps) {
  const t = useWords();
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const opener = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      const back = opener instanceof HTMLElement && opener.isConnected ? opener : undefined;
      (back ?? document.querySelector<HTMLElement>('[role="toolbar"] button'))?.focus();
    };
  }, []);
  // What had the focus has gone with the form.
  useLayoutEffect(() => heading.current?.focus(), [small]);
  return (
    <dialog
      ref={element}
      className={`${styles.panel} ${small ? styles.small : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === element.current) onClose();
      }}
    >
      <header className={styles.header}>
        <h2 ref={heading} id={titleId} tabIndex={-1}>
          {t('rooms.title')}
        </h2>
        {state}
        <Button weight="quiet" icon="close" iconOnly onClick={onClose}>
          {t('common.close')}
        </Button>
      </header>
      <div className={styles.notices}>
        <ToastPlace />
      </div>
      {children}
    </dialog>
  );
}
