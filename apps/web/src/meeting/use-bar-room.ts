/** How much the control bar has room for. What is left out of it stands in the menu. */
import { useMediaQuery } from '../ui/use-media-query.ts';

/** little: a phone; some: a small window; much: everything fits. */
export type BarRoom = 'little' | 'some' | 'much';

export function useBarRoom(): BarRoom {
  const little = useMediaQuery('(max-width: 900px)');
  const much = useMediaQuery('(min-width: 1260px)');
  return much ? 'much' : little ? 'little' : 'some';
}
