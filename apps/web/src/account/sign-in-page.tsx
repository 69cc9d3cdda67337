/** Sign in or register; then on to what the person was about to do. */
import { type FormEvent, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { ApiFailure, failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import { errorWords } from '../i18n/error-words.ts';
import { translate } from '../i18n/translate.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { pathOfLink } from '../join/meeting-link.ts';
import { register, signIn } from '../state/account-actions.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { store } from '../state/store.ts';
import { Bell } from '../ui/bell.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Frame } from '../ui/frame.tsx';
import { useTitle } from '../ui/use-title.ts';
import styles from './account.module.scss';

type Wants = 'meeting' | 'plan' | undefined;

export function SignInPage({ registering }: { registering: boolean }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const location = useLocation();
  const wants = (location.state as { wants?: Wants } | null)?.wants;
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<ApiFailure>();
  const [busy, setBusy] = useState(false);
  const title = t(registering ? 'account.register' : 'account.signIn');
  useTitle(title);

  const goOn = async (): Promise<void> => {
    if (wants === 'meeting') {
      const { session } = store.getState();
      const owner = session.status === 'signedIn' ? session.user.name : '';
      const created = await meetings.create({
        name: translate(language, 'meeting.nameOf', { name: owner }).slice(0, 100),
      });
      navigate(pathOfLink(created.joinLink), { replace: true });
    } else navigate('/', { replace: true, state: { wants } });
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await dispatch(registering ? register(name, email, password) : signIn(email, password));
      await goOn();
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error : new ApiFailure(failureCode(error)));
      setBusy(false);
    }
  };

  const errorOf = (field: string): string | undefined =>
    failure?.field === field ? errorWords(failure.code, language) : undefined;
  const general = failure !== undefined && !['name', 'email', 'password'].includes(failure.field ?? '');

  return (
    <Frame>
      <form className={styles.card} onSubmit={(event) => void submit(event)} noValidate>
        <Bell size={52} />
        <div>
          <h1>{title}</h1>
          <p className={styles.soft}>{t(registering ? 'account.registerLead' : 'account.signInLead')}</p>
        </div>
        {registering && (
          <Field
            label={t('account.name')}
            autoComplete="name"
            maxLength={50}
            autoFocus
            value={name}
            error={errorOf('name')}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <Field
          label={t('account.email')}
          type="email"
          autoComplete="email"
          autoFocus={!registering}
          value={email}
          error={errorOf('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label={t('account.password')}
          type="password"
          autoComplete={registering ? 'new-password' : 'current-password'}
          hint={registering ? t('account.passwordHint') : undefined}
          value={password}
          error={errorOf('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
        {general && failure && (
          <p role="alert" className={styles.error}>
            {errorWords(failure.code, language)}
          </p>
        )}
        <Button weight="primary" type="submit" busy={busy}>
          {title}
        </Button>
        <p className={styles.soft}>
          {t(registering ? 'account.haveOne' : 'account.haveNone')}{' '}
          <Link to={registering ? '/sign-in' : '/register'} state={location.state} replace>
            {t(registering ? 'account.signIn' : 'account.register')}
          </Link>
        </p>
      </form>
    </Frame>
  );
}
