/** The host goes: who leads the meeting then, or that it ends for everybody. */
import type { CallParticipant } from '@veche/client/call-state.ts';
import { useEffect, useMemo, useState } from 'react';
import type { Translate } from '../i18n/use-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Choice } from '../ui/field.tsx';
import styles from './dialogs.module.scss';
import { useMeeting } from './meeting-context.ts';

type Person = Pick<CallParticipant, 'participantId' | 'name' | 'role'>;

export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const session = useMeeting();
  const { participants, host, selfId, standing } = useAppSelector((state) => state.call.call);
  const [heirId, setHeirId] = useState('');
  const [busy, setBusy] = useState(false);
  // In whatever room they are
  const others = useMemo(() => {
    const all: readonly Person[] = host?.roster ?? participants;
    return all
      .filter(({ participantId }) => participantId !== selfId)
      .toSorted((one, other) => one.name.localeCompare(other.name, language));
  }, [host, participants, selfId, language]);
  const coHosts = others.filter(({ role }) => role === 'coHost');
  const isOwner = participants.some(({ isSelf, isOwner }) => isSelf && isOwner);
  const heir = others.find(({ participantId }) => participantId === heirId);

  // Who is the host no more has nothing to hand over, and ends nothing.
  const isOver = standing !== 'host';
  useEffect(() => {
    if (isOver) onClose();
  }, [isOver, onClose]);

  const act = async (done: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    await done();
    setBusy(false);
  };
  const leave = async (): Promise<void> => {
    const handedOver =
      heir === undefined || (await session.order('handOverHost', { participantId: heir.participantId }));
    if (handedOver) await session.leave();
  };
  return (
    <Dialog title={t('leave.ask')} onClose={onClose}>
      <p>{succession(heir, coHosts, isOwner, t)}</p>
      {others.length > 0 && (
        <Choice
          label={t('leave.handOver')}
          value={heir?.participantId ?? ''}
          onChange={(event) => setHeirId(event.target.value)}
        >
          <option value="">{t(coHosts.length > 0 ? 'leave.handOverCoHost' : 'leave.handOverNobody')}</option>
          {others.map(({ participantId, name }) => (
            <option key={participantId} value={participantId}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <p className={styles.small}>{t('leave.end')}</p>
      <DialogActions>
        <Button weight="danger" busy={busy} onClick={() => void act(() => session.endForAll())}>
          {t('control.endForAll')}
        </Button>
        <Button weight="primary" busy={busy} onClick={() => void act(leave)}>
          {t('control.leave')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Which of several co-hosts it will be is for the server to say. */
function succession(heir: Person | undefined, coHosts: readonly Person[], isOwner: boolean, t: Translate): string {
  const next = heir ?? (coHosts.length === 1 ? coHosts[0] : undefined);
  if (next !== undefined) return t('leave.coHost', { name: next.name });
  if (coHosts.length > 0) return t('leave.coHosts');
  return t(isOwner ? 'leave.nobody' : 'leave.nobodyTillOwner');
}
