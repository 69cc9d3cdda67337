/** Breakout rooms prepared before the meeting: their names, and who is meant for which, by the e-mail addresses of accounts. */
import { limits } from '@veche/contracts/limits.ts';
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiFailure, failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import { nextName } from '../breakout/default-rooms.ts';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Switch } from '../ui/switch.tsx';
import { type DraftRoom, draftOf, faultIn, placeOfFault, requestOf } from './room-plan-draft.ts';
import { RoomPlanFields } from './room-plan-fields.tsx';
import styles from './rooms-dialog.module.scss';

interface Plan {
  readonly rooms: readonly DraftRoom[];
  readonly byChoice: boolean;
  readonly mayReturn: boolean;
}

interface Fault {
  /** Of a room; undefined = of the whole. */
  readonly key: number | undefined;
  readonly field: 'name' | 'people' | undefined;
  readonly words: string;
}

export function RoomsDialog({ meeting, onClose }: { meeting: Conference; onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const [plan, setPlan] = useState<Plan>();
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const { id } = meeting;

  const told = (error: unknown, rooms: readonly DraftRoom[]): Fault => {
    const code = failureCode(error);
    const place = placeOfFault(error instanceof ApiFailure ? error.field : undefined);
    const words = code === 'rooms_open' ? t('plan.rooms.inMeeting') : errorWords(code, language);
    return { key: place && rooms[place.at]?.key, field: place?.field, words };
  };
  // Once: what is typed meanwhile is not to be overwritten by words in another language.
  useEffect(() => {
    meetings.rooms(id).then(
      ({ rooms, byChoice, mayReturn }) => setPlan({ rooms: draftOf(rooms), byChoice, mayReturn }),
      (error: unknown) => setFault(told(error, [])),
    );
  }, [id]);

  const setRooms = (rooms: readonly DraftRoom[]): void => {
    setFault(undefined);
    setPlan((before) => before && { ...before, rooms });
  };
  const add = (rooms: readonly DraftRoom[]): void => {
    const names = rooms.map(({ name }) => name);
    const name = nextName(names, (number) => t('rooms.numbered', { number }));
    const key = Math.max(-1, ...rooms.map((room) => room.key)) + 1;
    setRooms([...rooms, { key, id: undefined, name, people: '' }]);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || plan === undefined) return;
    const { rooms, byChoice, mayReturn } = plan;
    const found = faultIn(rooms);
    if (found !== undefined) {
      setFault({ key: found.key, field: found.field, words: t(found.text.key, found.text.values) });
      return;
    }
    setBusy(true);
    try {
      await meetings.keepRooms(id, { rooms: requestOf(rooms), byChoice, mayReturn });
      dispatch(noticed({ kind: 'info', text: { key: 'notice.saved' } }));
      onClose();
    } catch (error) {
      setFault(told(error, rooms));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t('plan.rooms')} onClose={onClose} wide>
      <form className={styles.form} noValidate onSubmit={(event) => void save(event)}>
        <p className={styles.lead}>{t('plan.rooms.lead')}</p>
        {plan === undefined && fault === undefined && <p>{t('common.loading')}</p>}
        {plan !== undefined && (
          <>
            {plan.rooms.length === 0 && <p className={styles.none}>{t('plan.rooms.none')}</p>}
            <ol className={styles.rooms}>
              {plan.rooms.map((room, at) => (
                <RoomPlanFields
                  key={room.key}
                  room={room}
                  fault={fault?.key === room.key ? fault : undefined}
                  onChange={(changed) => setRooms(plan.rooms.with(at, changed))}
                  onRemove={() => setRooms(plan.rooms.filter((other) => other !== room))}
                />
              ))}
            </ol>
            <Button
              icon="plus"
              aria-disabled={plan.rooms.length >= limits.roomsPerConference || undefined}
              onClick={() => {
                if (plan.rooms.length < limits.roomsPerConference) add(plan.rooms);
              }}
            >
              {t('rooms.add')}
            </Button>
            <div>
              <Switch
                label={t('rooms.byChoice')}
                hint={t('rooms.byChoiceHint')}
                on={plan.byChoice}
                onChange={(byChoice) => setPlan({ ...plan, byChoice })}
              />
              <Switch
                label={t('rooms.mayReturn')}
                hint={t('rooms.mayReturnHint')}
                on={plan.mayReturn}
                onChange={(mayReturn) => setPlan({ ...plan, mayReturn })}
              />
            </div>
          </>
        )}
        {fault !== undefined && fault.key === undefined && (
          <p role="alert" className={styles.error}>
            {fault.words}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button weight="primary" type="submit" busy={busy} disabled={plan === undefined}>
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
