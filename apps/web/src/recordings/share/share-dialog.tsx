/** Who may watch a recording beside its owner: people by their address, and links; any of it can be withdrawn. */
import type { RecordingShare, RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import { useEffect, useRef, useState } from 'react';
import { useSubmit } from '../../account/use-submit.ts';
import { recordings } from '../../api/recordings.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { dayAndTime } from '../../meetings/dates.ts';
import { useCopy } from '../../meetings/use-copy.ts';
import { useAppDispatch } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { tellFailure } from '../../state/tell-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { useFocusStays } from '../../ui/use-focus-stays.ts';
import { followRecording } from '../recordings-actions.ts';
import styles from './share.module.scss';

interface ShareDialogProps {
  recording: Pick<RecordingSummary, 'id' | 'name'>;
  onClose: () => void;
}

export function ShareDialog({ recording: { id, name }, onClose }: ShareDialogProps) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [shares, setShares] = useState<readonly RecordingShare[]>();
  const tell = (error: unknown): void => void dispatch(tellFailure(error));
  useEffect(() => void recordings.shares(id).then(setShares, tell), [id]);
  const added = (share: RecordingShare): void =>
    setShares((before = []) => [...before.filter((one) => one.id !== share.id), share]);
  const withdraw = async (share: RecordingShare): Promise<void> => {
    try {
      await recordings.withdraw(id, share.id);
      setShares((before) => before?.filter((one) => one.id !== share.id));
      dispatch(noticed({ kind: 'info', topic: 'share', text: { key: 'share.withdrawn' } }));
    } catch (error) {
      tell(error);
    }
  };
  const close = (): void => {
    // The row says whether it is shared.
    void dispatch(followRecording(id));
    onClose();
  };
  return (
    <Dialog title={t('share.title', { name })} onClose={close} wide>
      <p className={styles.lead}>{t('share.lead')}</p>
      <ByEmail id={id} onShared={added} />
      <ByLink id={id} onShared={added} />
      <Access shares={shares} onWithdraw={(share) => void withdraw(share)} />
      <DialogActions>
        <Button weight="primary" onClick={close}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface NewShareProps {
  id: string;
  onShared: (share: RecordingShare) => void;
}

function ByEmail({ id, onShared }: NewShareProps) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [email, setEmail] = useState('');
  const { busy, error, forgetError, onSubmit } = useSubmit(async () => {
    const typed = email.trim();
    onShared(await recordings.share(id, { kind: 'account', email: typed }));
    dispatch(noticed({ kind: 'info', topic: 'share', text: { key: 'share.done', values: { email: typed } } }));
    setEmail('');
  });
  return (
    <form noValidate onSubmit={onSubmit}>
      <Field
        label={t('share.email')}
        type="email"
        autoComplete="off"
        value={email}
        error={error}
        onChange={(event) => {
          forgetError();
          setEmail(event.target.value);
        }}
        action={
          <Button weight="primary" type="submit" busy={busy} disabled={email.trim() === ''}>
            {t('share.add')}
          </Button>
        }
      />
    </form>
  );
}

const dayChoices = [1, 7, 30, 365] as const;

function ByLink({ id, onShared }: NewShareProps) {
  const t = useWords();
  const copy = useCopy();
  const [days, setDays] = useState('7');
  const [url, setUrl] = useState<string>();
  const { busy, error, onSubmit } = useSubmit(async () => {
    const share = await recordings.share(id, { kind: 'link', ...(days === '' ? {} : { days: Number(days) }) });
    onShared(share);
    if (share.url === undefined) return;
    const whole = new URL(share.url, window.location.origin).href;
    setUrl(whole);
    await copy(whole, 'share.copied');
  });
  return (
    <form noValidate className={styles.link} onSubmit={onSubmit}>
      <p>{t('share.link')}</p>
      <div className={styles.row}>
        <Choice label={t('share.linkDays')} value={days} onChange={(event) => setDays(event.target.value)}>
          {dayChoices.map((count) => (
            <option key={count} value={count}>
              {t('share.days', { count })}
            </option>
          ))}
          <option value="">{t('share.always')}</option>
        </Choice>
        <Button type="submit" icon="link" busy={busy}>
          {t('share.makeLink')}
        </Button>
      </div>
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      {url !== undefined && (
        <div className={styles.made}>
          <code>{url}</code>
          <Button weight="quiet" icon="copy" iconOnly onClick={() => void copy(url, 'share.copied')}>
            {t('share.copy')}
          </Button>
          <p>{t('share.link.once')}</p>
        </div>
      )}
    </form>
  );
}

interface AccessProps {
  shares: readonly RecordingShare[] | undefined;
  onWithdraw: (share: RecordingShare) => void;
}

function Access({ shares, onWithdraw }: AccessProps) {
  const t = useWords();
  const language = useLanguage();
  const list = useRef<HTMLElement>(null);
  useFocusStays(list);
  return (
    <section ref={list} className={styles.access} aria-labelledby="share-who" tabIndex={-1}>
      <h3 id="share-who">{t('share.who')}</h3>
      {shares?.length === 0 && <p className={styles.lead}>{t('share.nobody')}</p>}
      <ul>
        {shares?.map((share) => {
          const who = share.email ?? t('share.byLink');
          const words = share.expiresAt === null ? 'share.since' : 'share.until';
          const when = dayAndTime(share.expiresAt ?? share.createdAt, language);
          return (
            <li key={share.id}>
              <p>
                <strong>{who}</strong>
                <span>{t(words, { when })}</span>
              </p>
              <Button aria-label={t('share.withdrawOne', { who })} onClick={() => onWithdraw(share)}>
                {t('share.withdraw')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
