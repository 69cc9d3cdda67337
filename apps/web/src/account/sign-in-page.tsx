/** Sign in or register; then on to what the person was about to do. */
import { recordingsPagePath } from '@veche/contracts/recording/recording-paths.ts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { ApiFailure, failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import { errorWords } from '../i18n/error-words.ts';
import { translate } from '../i18n/translate.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { pathOfLink } from '../join/meeting-link.ts';
import { register, signIn } from '../state/account-actions.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { store } from '../state/store.ts';
import { tellFailure } from '../state/tell-failure.ts';
import { Bell } from '../ui/bell.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Frame } from '../ui/frame.tsx';
import { useTitle } from '../ui/use-title.ts';
import styles from './account.module.scss';
import { type CredentialField, type Faults, faultsOf } from './credentials.ts';

type Wants = 'meeting' | 'plan' | undefined;

const fields: readonly CredentialField[] = ['name', 'email', 'password'];

/** What the server said: of one field, or of the whole. */
type Refusal = { readonly faults: Faults; readonly general: ApiFailure | undefined };

function refusalOf(error: unknown): Refusal {
  const failure = error instanceof ApiFailure ? error : new ApiFailure(failureCode(error));
  const field = fields.find((name) => name === failure.field);
  if (field === undefined || failure.code === 'unreachable') return { faults: {}, general: failure };
  return { faults: { [field]: { code: failure.code } }, general: undefined };
}

/** The page of recordings that somebody was sent here from; no other address is followed. */
function pathBack(state: unknown): string | undefined {
  const back = (state as { back?: unknown } | null)?.back;
  return typeof back === 'string' && back.startsWith(recordingsPagePath) ? back : undefined;
}

export function SignInPage({ registering }: { registering: boolean }) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const location = useLocation();
  const session = useAppSelector((state) => state.session);
  const wants = (location.state as { wants?: Wants } | null)?.wants;
  const home = pathBack(location.state) ?? '/';
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Faults>({});
  const [general, setGeneral] = useState<ApiFailure>();
  const [tries, setTries] = useState(0);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const title = t(registering ? 'account.register' : 'account.signIn');
  useTitle(title);

  // After each try, not while a fault is being mended
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [tries]);

  // While busy it is this page that has just signed in, and goes on by itself.
  if (session.status === 'signedIn' && !busy) return <Navigate to={home} replace state={location.state} />;

  const goOn = async (): Promise<void> => {
    if (wants === 'meeting') {
      const { session: now } = store.getState();
      const owner = now.status === 'signedIn' ? now.user.name : '';
      const created = await meetings.create({
        name: translate(language, 'meeting.nameOf', { name: owner }).slice(0, 100),
      });
      navigate(pathOfLink(created.joinLink), { replace: true });
    } else navigate(home, { replace: true, state: { wants } });
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const found = faultsOf({ name, email, password }, registering);
    setFaults(found);
    setTries((count) => count + 1);
    setGeneral(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await dispatch(registering ? register(name, email, password) : signIn(email, password));
      await goOn();
    } catch (error) {
      // Signed in, but the meeting could not be made: told at home, to which this page now leads.
      if (store.getState().session.status === 'signedIn') dispatch(tellFailure(error));
      const refusal = refusalOf(error);
      setFaults(refusal.faults);
      setTries((count) => count + 1);
      setGeneral(refusal.general);
      setBusy(false);
    }
  };

  const errorOf = (field: CredentialField): string | undefined => {
    const fault = faults[field];
    if (fault === undefined) return undefined;
    return 'key' in fault ? t(fault.key) : errorWords(fault.code, language);
  };
  const input = (field: CredentialField, set: (text: string) => void) => ({
    error: errorOf(field),
    onChange: (event: { target: HTMLInputElement }): void => {
      set(event.target.value);
      const { [field]: _mended, ...rest } = faults;
      setFaults(rest);
    },
  });
  const lost = session.status === 'guest' && session.lost;

  return (
    <Frame>
      <form ref={form} className={styles.card} onSubmit={(event) => void submit(event)} noValidate>
        <Bell size={52} />
        <div>
          <h1>{title}</h1>
          {lost && !registering ? (
            <p role="alert">{t('account.signedOutElsewhere')}</p>
          ) : (
            <p className={styles.soft}>{t(registering ? 'account.registerLead' : 'account.signInLead')}</p>
          )}
        </div>
        {registering && (
          <Field
            label={t('account.name')}
            autoComplete="name"
            maxLength={50}
            autoFocus
            value={name}
            {...input('name', setName)}
          />
        )}
        <Field
          label={t('account.email')}
          type="email"
          autoComplete="email"
          autoFocus={!registering}
          value={email}
          {...input('email', setEmail)}
        />
        <Field
          label={t('account.password')}
          type="password"
          autoComplete={registering ? 'new-password' : 'current-password'}
          hint={registering ? t('account.passwordHint') : undefined}
          value={password}
          {...input('password', setPassword)}
        />
        {general && (
          <p role="alert" className={styles.error}>
            {errorWords(general.code, language)}
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
