/** One room that is prepared: its name, and the people for it. */
import { limits } from '@veche/contracts/limits.ts';
import { useEffect, useId, useRef } from 'react';
import { useFocusGoesOn } from '../chat/files/use-focus-goes-on.ts';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { DraftRoom } from './room-plan-draft.ts';
import styles from './rooms-dialog.module.scss';

interface RoomPlanFieldsProps {
  room: DraftRoom;
  fault: { readonly field: 'name' | 'people' | undefined; readonly words: string } | undefined;
  onChange: (room: DraftRoom) => void;
  onRemove: () => void;
}

export function RoomPlanFields({ room, fault, onChange, onRemove }: RoomPlanFieldsProps) {
  const t = useWords();
  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  const { name, people } = room;
  const wrongPeople = fault?.field === 'people' ? fault.words : undefined;
  useFocusGoesOn(row, () => {
    const beside = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    return beside?.querySelector('input') ?? row.current?.closest('form')?.querySelector(':scope > button');
  });
  // Somebody presses "Save" far below: what is wrong comes into sight, with the focus in it.
  useEffect(() => {
    if (fault !== undefined) row.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);
  return (
    <li ref={row} className={styles.room}>
      <Field
        label={t('plan.rooms.name')}
        value={name}
        maxLength={limits.roomNameMaxLength}
        autoComplete="off"
        error={fault?.field === 'name' ? fault.words : undefined}
        onChange={(event) => onChange({ ...room, name: event.target.value })}
        action={
          <Button weight="quiet" icon="trash" iconOnly onClick={onRemove}>
            {t('plan.rooms.remove', { room: name })}
          </Button>
        }
      />
      <div className={styles.people}>
        <label htmlFor={id}>{t('plan.rooms.people')}</label>
        <textarea
          id={id}
          rows={2}
          value={people}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={wrongPeople === undefined ? undefined : true}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange({ ...room, people: event.target.value })}
        />
        <p
          id={`${id}-note`}
          role={wrongPeople === undefined ? undefined : 'alert'}
          className={wrongPeople === undefined ? styles.hint : styles.error}
        >
          {wrongPeople ?? t('plan.rooms.peopleHint')}
        </p>
      </div>
    </li>
  );
}
