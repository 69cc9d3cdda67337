/** The first step: how many rooms, what they are called, and how people come into them. */
import { limits } from '@veche/contracts/limits.ts';
import { type FormEvent, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { DialogActions } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './create.module.scss';
import { countOf, defaultCount, namesFor } from './default-rooms.ts';
import { useActs } from './use-room-acts.ts';

const ways = ['evenly', 'byHand', 'byChoice'] as const;

/** `people`: besides hosts. */
export function CreateRooms({ people, onClose }: { people: number; onClose: () => void }) {
  const t = useWords();
  const acts = useActs();
  const [typedCount, setTypedCount] = useState(() => String(defaultCount(people)));
  const [typedNames, setTypedNames] = useState<readonly string[]>([]);
  const [assign, setAssign] = useState<(typeof ways)[number]>('evenly');
  const [busy, setBusy] = useState(false);
  const count = countOf(typedCount);
  const names = namesFor(count ?? 0, typedNames, (number) => t('rooms.numbered', { number }));

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || count === undefined) return;
    setBusy(true);
    const wanted = names.map((name, at) =>
      name.trim() === '' ? t('rooms.numbered', { number: at + 1 }) : name.trim(),
    );
    if (!(await acts.create(wanted, assign))) setBusy(false);
  };

  return (
    <form className={styles.create} noValidate onSubmit={(event) => void submit(event)}>
      <p className={styles.lead}>{t('rooms.createLead')}</p>
      <div className={styles.count}>
        <Field
          label={t('rooms.howMany')}
          type="number"
          inputMode="numeric"
          min={1}
          max={limits.roomsPerConference}
          value={typedCount}
          error={count === undefined ? t('rooms.howManyWrong', { most: limits.roomsPerConference }) : undefined}
          hint={count === undefined ? undefined : perRoomWords(people, count, t)}
          onChange={(event) => setTypedCount(event.target.value)}
        />
      </div>
      <fieldset className={styles.ways}>
        <legend>{t('rooms.how')}</legend>
        {ways.map((way) => (
          <label key={way}>
            <input type="radio" name="assign" checked={way === assign} onChange={() => setAssign(way)} />
            <span>
              {t(`rooms.how.${way}`)}
              <small>{t(`rooms.how.${way}Hint`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {names.length > 0 && (
        <fieldset className={styles.names}>
          <legend>{t('rooms.names')}</legend>
          <ol>
            {names.map((name, at) => (
              <li key={at}>
                <input
                  aria-label={t('rooms.nameNumber', { number: at + 1 })}
                  value={name}
                  maxLength={limits.roomNameMaxLength}
                  autoComplete="off"
                  onChange={(event) => setTypedNames(names.with(at, event.target.value))}
                />
              </li>
            ))}
          </ol>
        </fieldset>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button weight="primary" type="submit" busy={busy}>
          {t('rooms.create')}
        </Button>
      </DialogActions>
    </form>
  );
}

function perRoomWords(people: number, count: number, t: ReturnType<typeof useWords>): string | undefined {
  if (people === 0) return undefined;
  const [fewest, most] = [Math.floor(people / count), Math.ceil(people / count)];
  return fewest === most ? t('rooms.perRoom', { count: fewest }) : t('rooms.perRoomAbout', { fewest, most });
}
