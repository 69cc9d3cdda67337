/** Plan a meeting, or change one that is planned: name, day and time, password, sound. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { type FormEvent, useState } from 'react';
import { failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { SoundModeChoice } from '../media/sound-mode-choice.tsx';
import { dateField, fromFields, nextHour, timeField } from '../meetings/dates.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { loadMeetings } from '../state/meeting-actions.ts';
import { noticed } from '../state/notices-slice.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './landing.module.scss';

export function PlanDialog({ meeting, onClose }: { meeting?: Conference; onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const [initial] = useState(() => (meeting === undefined ? nextHour(new Date()) : new Date(meeting.startsAt)));
  const [name, setName] = useState(meeting?.name ?? '');
  const [date, setDate] = useState(dateField(initial));
  const [time, setTime] = useState(timeField(initial));
  const [password, setPassword] = useState(meeting?.joinPassword ?? '');
  const [soundMode, setSoundMode] = useState(meeting?.soundMode ?? 'mixed');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const startsAt = fromFields(date, time);
    if (startsAt === undefined) {
      setError(t('plan.whenMissing'));
      return;
    }
    setBusy(true);
    try {
      const request = {
        name: name.trim() === '' ? t('plan.unnamed') : name.trim(),
        startsAt: startsAt.toISOString(),
        soundMode,
      };
      if (meeting === undefined) await meetings.create({ ...request, ...(password === '' ? {} : { password }) });
      else {
        // A start that was not touched is not sent: it may have passed meanwhile.
        const { startsAt: changed, ...rest } = request;
        const moved = changed.slice(0, 16) !== meeting.startsAt.slice(0, 16);
        await meetings.update(meeting.id, { ...rest, password, ...(moved ? { startsAt: changed } : {}) });
      }
      void dispatch(loadMeetings());
      dispatch(noticed({ kind: 'info', text: { key: meeting === undefined ? 'notice.planned' : 'notice.saved' } }));
      onClose();
    } catch (failure) {
      setError(errorWords(failureCode(failure), language));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t(meeting === undefined ? 'plan.title' : 'plan.editTitle')} onClose={onClose}>
      <form className={styles.plan} onSubmit={(event) => void save(event)} noValidate>
        <Field
          label={t('plan.name')}
          placeholder={t('plan.namePlaceholder')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <div className={styles.when}>
          <Field label={t('plan.date')} type="date" value={date} onChange={(event) => setDate(event.target.value)} />
          <Field label={t('plan.time')} type="time" value={time} onChange={(event) => setTime(event.target.value)} />
        </div>
        <Field
          label={t('plan.password')}
          hint={t('plan.passwordHint')}
          value={password}
          maxLength={50}
          autoComplete="off"
          onChange={(event) => setPassword(event.target.value)}
        />
        <SoundModeChoice mode={soundMode} onChoose={setSoundMode} />
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button weight="primary" type="submit" busy={busy}>
            {t(meeting === undefined ? 'plan.submit' : 'common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
