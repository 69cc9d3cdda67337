/** A room's name, which is changed where it stands: Enter and leaving the field keep it, Escape does not. */

import { limits } from '@veche/contracts/limits.ts';
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import styles from './board.module.scss';
import { useActs } from './use-room-acts.ts';

export function RoomName({ room: { roomId, name } }: { room: RoomView }) {
  const t = useWords();
  const acts = useActs();
  const [typed, setTyped] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const holder = useRef<HTMLSpanElement>(null);
  const editing = typed !== undefined;
  const hasEdited = useRef(false);
  useEffect(() => {
    if (editing) field.current?.select();
    // The field has gone with the focus in it; whoever has clicked elsewhere has it there.
    else if (hasEdited.current && document.activeElement === document.body)
      holder.current?.querySelector('button')?.focus();
    hasEdited.current = editing;
  }, [editing]);

  const keep = (): void => {
    const wanted = typed?.trim() ?? '';
    setTyped(undefined);
    if (wanted !== '' && wanted !== name) void acts.rename(roomId, wanted);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') setTyped(undefined);
    else return;
    event.preventDefault();
    // Escape closes no panel here.
    event.stopPropagation();
  };
  return (
    <span ref={holder} className={styles.roomName}>
      {editing ? (
        <input
          ref={field}
          aria-label={t('rooms.nameOf', { room: name })}
          value={typed}
          maxLength={limits.roomNameMaxLength}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={keyDown}
          onBlur={keep}
        />
      ) : (
        <>
          <h3 title={name}>{name}</h3>
          <Button weight="quiet" icon="edit" iconOnly onClick={() => setTyped(name)}>
            {t('rooms.rename', { room: name })}
          </Button>
        </>
      )}
    </span>
  );
}
