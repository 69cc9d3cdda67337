/** People carried by the mouse from one room to another. Nothing is drawn anew meanwhile: what is under the mouse is marked by hand. */
import { type DragEvent, useMemo, useRef } from 'react';
import styles from './people.module.scss';
import { carried } from './room-moves.ts';

/** Of our own, so that no file and no text is taken for people. */
const people = 'application/x-veche-people';

interface DraggingOptions {
  readonly selected: ReadonlySet<string>;
  /** What is shown under the mouse when it carries several. */
  readonly wordsFor: (count: number) => string;
  readonly onDrop: (participantIds: readonly string[], roomId: string | null) => void;
}

/** The place of the main room among those where people can be dropped. */
export const noRoom = 'none';

/** What the board's listeners are to be. Where people may be dropped has `data-drop`: a room's id, or `none`. */
export function useDragging(options: DraggingOptions) {
  const latest = useRef(options);
  latest.current = options;
  return useMemo(() => {
    let over: HTMLElement | undefined;
    let held: readonly string[] = [];
    const mark = (place: HTMLElement | undefined): void => {
      if (place === over) return;
      over?.removeAttribute('data-over');
      place?.setAttribute('data-over', '');
      over = place;
    };
    const placeAt = ({ target, dataTransfer }: DragEvent): HTMLElement | undefined =>
      target instanceof Element && dataTransfer.types.includes(people)
        ? (target.closest<HTMLElement>('[data-drop]') ?? undefined)
        : undefined;
    return {
      onDragStart: (event: DragEvent): void => {
        const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-person]') : null;
        const id = chip?.dataset.person;
        if (id === undefined) return;
        held = carried(id, latest.current.selected);
        event.dataTransfer.setData(people, '');
        event.dataTransfer.effectAllowed = 'move';
        if (held.length > 1) showCount(event.dataTransfer, latest.current.wordsFor(held.length), event.currentTarget);
      },
      onDragOver: (event: DragEvent): void => {
        const place = placeAt(event);
        mark(place);
        if (place === undefined) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
      },
      onDragLeave: (event: DragEvent): void => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          mark(undefined);
      },
      onDragEnd: (): void => mark(undefined),
      onDrop: (event: DragEvent): void => {
        const roomId = placeAt(event)?.dataset.drop;
        mark(undefined);
        if (roomId === undefined) return;
        event.preventDefault();
        latest.current.onDrop(held, roomId === noRoom ? null : roomId);
      },
    };
  }, []);
}

/** The picture of the drag is taken from what is on the page at this moment. */
function showCount(data: DataTransfer, words: string, board: Element): void {
  const label = document.createElement('div');
  label.className = styles.dragCount ?? '';
  label.textContent = words;
  board.append(label);
  data.setDragImage(label, 12, 12);
  setTimeout(() => label.remove());
}
