/** The page's title in the tab. */
import { useEffect } from 'react';

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Veche' : `${title} · Veche`;
  }, [title]);
}
