/** Everybody in the meeting beside the stage, and for hosts what can be done with them; on a narrow page it takes the stage's place. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { dialogOpened } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { peopleToggled } from '../state/side-panels.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useFocusStays } from '../ui/use-focus-stays.ts';
import { HostControls } from './host-controls.tsx';
import { PeopleList } from './people-list.tsx';
import styles from './people-panel.module.scss';
import { WaitingList } from './waiting-list.tsx';

export function PeoplePanel() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const standing = useAppSelector((state) => state.call.call.standing);
  const count = useAppSelector((state) => state.call.call.participants.length);
  const [typed, setTyped] = useState('');
  const panel = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const opener = useRef(document.activeElement);
  useFocusStays(panel);
  useEffect(() => {
    const { current } = opener;
    const { current: element } = panel;
    element?.focus({ preventScroll: true });
    return () => {
      // Whoever went on to something else stays there.
      const { activeElement } = document;
      const wasInside = activeElement === document.body || element?.contains(activeElement);
      if (wasInside && current instanceof HTMLElement) current.focus();
    };
  }, []);
  const keyDown = (event: KeyboardEvent): void => {
    const isInDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key !== 'Escape' || isInDialog) return;
    event.stopPropagation();
    if (typed === '') dispatch(peopleToggled());
    else setTyped('');
  };
  const host = isHost(standing);
  return (
    <aside ref={panel} className={styles.panel} aria-label={t('people.title')} tabIndex={-1} onKeyDown={keyDown}>
      <header className={styles.header}>
        <h2>
          {t('people.title')} <span className={styles.count}>{count}</span>
        </h2>
        <button
          type="button"
          aria-label={t('people.close')}
          title={t('people.close')}
          onClick={() => dispatch(peopleToggled())}
        >
          <Icon name="close" />
        </button>
      </header>
      <search className={styles.search}>
        <Icon name="search" size={18} />
        <input
          ref={search}
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {typed !== '' && (
          <button
            type="button"
            aria-label={t('people.searchClear')}
            title={t('people.searchClear')}
            onClick={() => {
              setTyped('');
              search.current?.focus();
            }}
          >
            <Icon name="close" size={16} />
          </button>
        )}
      </search>
      <div className={styles.scroller}>
        {host && <WaitingList typed={typed} />}
        <PeopleList typed={typed} />
      </div>
      <footer className={styles.footer}>
        {host && <HostControls />}
        <Button weight="quiet" className={styles.rolesButton ?? ''} onClick={() => dispatch(dialogOpened('roles'))}>
          {t('people.roles')}
        </Button>
      </footer>
    </aside>
  );
}
