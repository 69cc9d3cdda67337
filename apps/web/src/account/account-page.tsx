/** One's own account: name, e-mail, password, where it is signed in, and its end. */
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { signOut } from '../state/account-actions.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { tellFailure } from '../state/tell-failure.ts';
import { Button } from '../ui/button.tsx';
import { Frame } from '../ui/frame.tsx';
import { useTitle } from '../ui/use-title.ts';
import styles from './account.module.scss';
import { DeleteAccount } from './delete-account.tsx';
import { EmailForm, NameForm, PasswordForm } from './profile-forms.tsx';
import { Sessions } from './sessions.tsx';

export function AccountPage() {
  const t = useWords();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const session = useAppSelector((state) => state.session);
  useTitle(t('account.title'));
  const wasSignedIn = useRef(false);
  const [passwordVersion, setPasswordVersion] = useState(0);
  useEffect(() => {
    if (session.status === 'signedIn') wasSignedIn.current = true;
    if (session.status === 'guest')
      navigate(wasSignedIn.current && !session.lost ? '/' : '/sign-in', { replace: true });
  }, [navigate, session]);
  if (session.status !== 'signedIn') return <Frame>{null}</Frame>;

  const leave = async (): Promise<void> => {
    try {
      await dispatch(signOut(false));
    } catch (error) {
      dispatch(tellFailure(error));
    }
  };

  return (
    <Frame>
      <div className={styles.page}>
        <h1>{t('account.title')}</h1>
        <section className={styles.section} aria-labelledby="profile-title">
          <header>
            <h2 id="profile-title">{t('account.profile')}</h2>
            <Button onClick={() => void leave()}>{t('account.signOut')}</Button>
          </header>
          <NameForm user={session.user} />
          <EmailForm user={session.user} />
        </section>
        <section className={styles.section} aria-labelledby="password-title">
          <h2 id="password-title">{t('account.changePassword')}</h2>
          <PasswordForm onChanged={() => setPasswordVersion((version) => version + 1)} />
        </section>
        <Sessions version={passwordVersion} />
        <DeleteAccount />
      </div>
    </Frame>
  );
}
