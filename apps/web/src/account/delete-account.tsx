/** The end of an account: asked twice, with the password. */
import { useState } from 'react';
import { accounts } from '../api/accounts.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';
import { signedOut } from '../state/session-slice.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './account.module.scss';
import { useSubmit } from './use-submit.ts';

export function DeleteAccount() {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="delete-title">
      <h2 id="delete-title">{t('account.delete')}</h2>
      <p className={styles.soft}>{t('account.deleteText')}</p>
      <Button icon="trash" onClick={() => setAsking(true)}>
        {t('account.delete')}
      </Button>
      {asking && <Question onClose={() => setAsking(false)} />}
    </section>
  );
}

function Question({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [password, setPassword] = useState('');
  const [empty, setEmpty] = useState(false);
  const { busy, error, forgetError, onSubmit } = useSubmit(async () => {
    setEmpty(password === '');
    if (password === '') return;
    await accounts.remove(password);
    dispatch(signedOut());
    dispatch(noticed({ kind: 'info', text: { key: 'notice.accountDeleted' } }));
  });
  return (
    <Dialog title={t('account.deleteAsk')} onClose={onClose}>
      <p className={styles.soft}>{t('account.deleteText')}</p>
      <form onSubmit={onSubmit} noValidate>
        <Field
          label={t('account.currentPassword')}
          type="password"
          autoComplete="current-password"
          value={password}
          error={empty ? t('account.passwordMissing') : error}
          onChange={(event) => {
            setPassword(event.target.value);
            setEmpty(false);
            forgetError();
          }}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button weight="danger" type="submit" busy={busy}>
            {t('account.delete')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
