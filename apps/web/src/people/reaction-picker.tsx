/** The six reactions, above the control bar. One press sends one and closes it; Escape closes it too. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { reactionsToggled } from '../state/people-slice.ts';
import styles from './reactions.module.scss';
import { reactionSigns, reactions } from './reactions.ts';

export function ReactionPicker() {
  const open = useAppSelector((state) => state.people.reactionsOpen);
  return open ? <Picker /> : null;
}

function Picker() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const holder = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const { current } = opener;
    const element = holder.current;
    element?.querySelector('button')?.focus({ preventScroll: true });
    const outside = ({ target }: PointerEvent): void => {
      const isOpener = current instanceof HTMLElement && current !== document.body && current.contains(target as Node);
      if (!isOpener && !element?.contains(target as Node)) dispatch(reactionsToggled(false));
    };
    document.addEventListener('pointerdown', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      const { activeElement } = document;
      const wasInside = activeElement === document.body || element?.contains(activeElement);
      if (wasInside && current instanceof HTMLElement) current.focus();
    };
  }, [dispatch]);
  const keyDown = (event: KeyboardEvent): void => {
    const all = [...(holder.current?.querySelectorAll('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'Escape') {
      event.stopPropagation();
      dispatch(reactionsToggled(false));
    }
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, no set of fields
    <div ref={holder} className={styles.picker} role="group" aria-label={t('control.react')} onKeyDown={keyDown}>
      {reactions.map((reaction) => (
        <button
          key={reaction}
          type="button"
          aria-label={t(`reaction.${reaction}`)}
          title={t(`reaction.${reaction}`)}
          onClick={() => {
            dispatch(reactionsToggled(false));
            void session.order('react', { reaction });
          }}
        >
          <span aria-hidden="true">{reactionSigns[reaction]}</span>
        </button>
      ))}
    </div>
  );
}
