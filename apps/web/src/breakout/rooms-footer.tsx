/** What is done with all rooms at once: opened with or without an end, longer, told something, closed. */
import { limits } from '@veche/contracts/limits.ts';
import type { BreakoutView } from '@veche/contracts/signalling/breakout-view.ts';
import { type FormEvent, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { countOf } from './default-rooms.ts';
import styles from './panel.module.scss';
import { useActs } from './use-room-acts.ts';

export function RoomsFooter({ breakout, ownRoomId }: { breakout: BreakoutView; ownRoomId: string | null }) {
  return breakout.open ? <WhileOpen breakout={breakout} ownRoomId={ownRoomId} /> : <Opening />;
}

function Opening() {
  const t = useWords();
  const acts = useActs();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const minutes = countOf(typed, limits.roomsOpenMaxMinutes);
  const wrong = typed.trim() !== '' && minutes === undefined;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || wrong) return;
    setBusy(true);
    await acts.open(minutes);
    setBusy(false);
  };
  return (
    <form className={styles.opening} noValidate onSubmit={(event) => void submit(event)}>
      <label className={styles.minutes}>
        <span>{t('rooms.closeAfter')}</span>
        <input
          type="number"
          inputMode="numeric"
          min={1}
          max={limits.roomsOpenMaxMinutes}
          value={typed}
          placeholder={t('rooms.noEnd')}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? 'rooms-minutes-wrong' : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span>{t('rooms.minutes')}</span>
      </label>
      {wrong && (
        <p id="rooms-minutes-wrong" role="alert" className={styles.wrong}>
          {t('rooms.minutesWrong', { most: limits.roomsOpenMaxMinutes })}
        </p>
      )}
      <Button weight="primary" type="submit" busy={busy}>
        {t('rooms.open')}
      </Button>
    </form>
  );
}

function WhileOpen({ breakout: { closesAtMs }, ownRoomId }: { breakout: BreakoutView; ownRoomId: string | null }) {
  const t = useWords();
  const acts = useActs();
  const [closing, setClosing] = useState(false);
  return (
    <div className={styles.whileOpen}>
      <MessageToAll />
      <div className={styles.ends}>
        <Extend hasEnd={closesAtMs !== null} />
        {ownRoomId !== null && <Button onClick={() => void acts.enter(null)}>{t('rooms.backToMain')}</Button>}
        <Button weight="danger" onClick={() => setClosing(true)}>
          {t('rooms.close')}
        </Button>
      </div>
      {closing && (
        <CloseDialog
          onAct={(inSeconds) => {
            setClosing(false);
            void acts.close(inSeconds);
          }}
          onClose={() => setClosing(false)}
        />
      )}
    </div>
  );
}

const extensionsMinutes = [1, 5, 10] as const;

/** Rooms without an end get one so long from now. */
function Extend({ hasEnd }: { hasEnd: boolean }) {
  const t = useWords();
  const acts = useActs();
  const [minutes, setMinutes] = useState(5);
  return (
    <div className={styles.extend}>
      <Button icon="clock" onClick={() => void acts.extend(minutes)}>
        {t(hasEnd ? 'rooms.extend' : 'rooms.endIn', { count: minutes })}
      </Button>
      <select
        aria-label={t('rooms.howManyMinutes')}
        value={minutes}
        onChange={(event) => setMinutes(Number(event.target.value))}
      >
        {extensionsMinutes.map((choice) => (
          <option key={choice} value={choice}>
            {t('rooms.minutesCount', { count: choice })}
          </option>
        ))}
      </select>
    </div>
  );
}

function MessageToAll() {
  const t = useWords();
  const acts = useActs();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || text.trim() === '') return;
    setBusy(true);
    if (await acts.broadcast(text.trim())) setText('');
    setBusy(false);
  };
  return (
    <form className={styles.message} onSubmit={(event) => void submit(event)}>
      <input
        aria-label={t('rooms.messageToAll')}
        placeholder={t('rooms.messageToAll')}
        value={text}
        maxLength={limits.hostMessageMaxLength}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" icon="send" iconOnly busy={busy}>
        {t('rooms.sendToAll')}
      </Button>
    </form>
  );
}
