/**
 * Where notices stand. An open dialog makes all that is not inside it deaf, so a notice has to stand in the dialog while there
 * is one. Each place is a live region that was there before its notices, as screen readers want it.
 */
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import styles from './toasts.module.scss';
import { useFocusStays } from './use-focus-stays.ts';

let places: readonly HTMLElement[] = [];
const listeners = new Set<() => void>();

function change(next: readonly HTMLElement[]): void {
  places = next;
  for (const listener of [...listeners]) listener();
}

function register(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  change([...places, element]);
  return () => change(places.filter((place) => place !== element));
}

export function ToastPlace() {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => register(element.current), []);
  useFocusStays(element);
  return <div ref={element} className={styles.toasts} role="status" tabIndex={-1} />;
}

/** The place that came last: that of the dialog on top, or else of the page. */
export const useToastPlace = (): HTMLElement | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => places.at(-1),
  );
