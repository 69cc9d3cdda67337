/** Asks where the selected people are to go: the way by keyboard and by touch. With many rooms one types a part of the name. */
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './dialogs.module.scss';

interface MoveDialogProps {
  /** Whom, in words. */
  title: string;
  rooms: readonly RoomView[];
  counts: ReadonlyMap<string, number>;
  /** null = to no room. */
  onMove: (roomId: string | null) => void;
  onClose: () => void;
}

/** Fewer are seen at one glance. */
const searchedFrom = 8;

export function MoveDialog({ title, rooms, counts, onMove, onClose }: MoveDialogProps) {
  const t = useWords();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const wanted = search.trim().toLocaleLowerCase();
  const shown = rooms.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const [first] = shown;
    if (first !== undefined && wanted !== '') onMove(first.roomId);
  };
  const keyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {/* Keys of the field and of the buttons inside, which bubble */}
      <form className={styles.move} onSubmit={submit} onKeyDown={keyDown}>
        {rooms.length > searchedFrom && (
          <Field
            label={t('rooms.findRoom')}
            hint={t('rooms.findRoomHint')}
            value={search}
            autoComplete="off"
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <ul ref={list} className={styles.choices}>
          {shown.map(({ roomId, name }) => (
            <li key={roomId}>
              <button type="button" onClick={() => onMove(roomId)}>
                <span>{name}</span>
                <span className={styles.count}>{t('meeting.count', { count: counts.get(roomId) ?? 0 })}</span>
              </button>
            </li>
          ))}
          {wanted === '' && (
            <li>
              <button type="button" onClick={() => onMove(null)}>
                {t('rooms.none')}
              </button>
            </li>
          )}
        </ul>
        {shown.length === 0 && <p>{t('rooms.noSuchRoom')}</p>}
      </form>
    </Dialog>
  );
}
