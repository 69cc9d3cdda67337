/** Forms for name, e-mail and password; each saves by itself. */
import type { User } from '@veche/contracts/rest/identity.ts';
import { useState } from 'react';
import { accounts } from '../api/accounts.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';
import { signedIn } from '../state/session-slice.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import styles from './account.module.scss';
import { useSubmit } from './use-submit.ts';

const saved = noticed({ kind: 'info', text: { key: 'notice.saved' } });

export function NameForm({ user }: { user: User }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [name, setName] = useState(user.name);
  const { busy, error, forgetError, onSubmit } = useSubmit(async () => {
    const after = await accounts.update({ name });
    setName(after.name);
    dispatch(signedIn(after));
    dispatch(saved);
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field
        label={t('account.name')}
        autoComplete="name"
        maxLength={50}
        value={name}
        error={error}
        onChange={(event) => {
          setName(event.target.value);
          forgetError();
        }}
      />
      <Button type="submit" busy={busy} disabled={name.trim() === user.name}>
        {t('account.saveName')}
      </Button>
    </form>
  );
}

export function EmailForm({ user }: { user: User }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [email, setEmail] = useState(user.email);
  const [currentPassword, setCurrentPassword] = useState('');
  const changed = email.trim() !== user.email;
  const { busy, error, forgetError, onSubmit } = useSubmit(
    async () => {
      const after = await accounts.update({ email, currentPassword });
      setEmail(after.email);
      setCurrentPassword('');
      dispatch(signedIn(after));
      dispatch(saved);
    },
    { email_taken: 'account.emailTaken' },
  );
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field
        label={t('account.email')}
        type="email"
        autoComplete="email"
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
          forgetError();
        }}
      />
      {changed && (
        <Field
          label={t('account.currentPassword')}
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrentPassword(event.target.value)}
        />
      )}
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <Button type="submit" busy={busy} disabled={!changed}>
        {t('account.saveEmail')}
      </Button>
    </form>
  );
}

/** `onChanged`: the other places where this account was signed in are no more. */
export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { busy, error, onSubmit } = useSubmit(async () => {
    await accounts.changePassword(current, next);
    setCurrent('');
    setNext('');
    dispatch(noticed({ kind: 'info', text: { key: 'notice.passwordChanged' } }));
    onChanged();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field
        label={t('account.currentPassword')}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <Field
        label={t('account.newPassword')}
        type="password"
        autoComplete="new-password"
        hint={t('account.passwordHint')}
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <Button type="submit" busy={busy} disabled={current === '' || next === ''}>
        {t('account.changePassword')}
      </Button>
    </form>
  );
}
