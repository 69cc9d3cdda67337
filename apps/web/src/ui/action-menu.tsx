/**
 * A menu at the button that opened it, free of whatever would cut it off there. Arrow keys, Home and End go through it; Escape, Tab and a click beside
 * it close it, and the focus is back at the button.
 */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import styles from './action-menu.module.scss';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly key: string;
  readonly icon: IconName;
  readonly label: string;
  /** What cannot be taken back stands apart. */
  readonly danger?: boolean;
  act(): void;
}

interface ActionMenuProps {
  opener: HTMLElement;
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
}

const gapPx = 4;

export function ActionMenu({ opener, label, items, onClose }: ActionMenuProps) {
  const list = useRef<HTMLUListElement>(null);
  const buttons = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];

  useLayoutEffect(() => {
    const menu = list.current;
    if (menu === null) return;
    const at = opener.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = menu;
    const below = at.bottom + gapPx;
    const top = below + offsetHeight < window.innerHeight ? below : at.top - gapPx - offsetHeight;
    menu.style.top = `${Math.max(gapPx, top)}px`;
    menu.style.left = `${Math.max(gapPx, Math.min(at.right, window.innerWidth - gapPx) - offsetWidth)}px`;
    menu.querySelector('button')?.focus({ preventScroll: true });
  }, [opener]);
  useEffect(() => {
    const outside = (event: Event): void => {
      const target = event.target as Node;
      if (!list.current?.contains(target) && !opener.contains(target)) onClose();
    };
    const { top } = opener.getBoundingClientRect();
    const scrolled = (): void => {
      if (Math.abs(opener.getBoundingClientRect().top - top) > 1) onClose();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('scroll', scrolled, true);
    window.addEventListener('resize', onClose);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('scroll', scrolled, true);
      window.removeEventListener('resize', onClose);
    };
  }, [opener, onClose]);

  const close = (): void => {
    opener.focus({ preventScroll: true });
    onClose();
  };
  const keyDown = (event: KeyboardEvent): void => {
    // The page's own short cuts are not meant here.
    event.stopPropagation();
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape' || event.key === 'Tab') {
      // Tab goes on from the button by itself.
      if (event.key === 'Escape') event.preventDefault();
      close();
      return;
    }
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    <ul ref={list} className={styles.menu} aria-label={label} onKeyDown={keyDown}>
      {items.map(({ key, icon, label: words, danger = false, act }) => (
        <li key={key} className={danger ? styles.danger : undefined}>
          <button
            type="button"
            onClick={() => {
              // What opens now, a dialog or nothing, gives the focus back to where it is: the item is about to go.
              close();
              act();
            }}
          >
            <Icon name={icon} />
            {words}
          </button>
        </li>
      ))}
    </ul>
  );
}
