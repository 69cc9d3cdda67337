/** Which screen stands at which address. What a visitor of the front door does not need is loaded later. */
import { lazy, Suspense, useEffect } from 'react';
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router';
import { useWords } from './i18n/use-words.ts';
import { keepsPlaceAt } from './join/place.ts';
import { Waiting } from './join/waiting.tsx';
import { LandingPage } from './landing/landing-page.tsx';
import { loadSession } from './state/account-actions.ts';
import { useAppDispatch, useAppSelector } from './state/hooks.ts';
import { LastWord } from './ui/last-word.tsx';
import { Toasts } from './ui/toasts.tsx';

const SignInPage = lazy(async () => ({ default: (await import('./account/sign-in-page.tsx')).SignInPage }));
const AccountPage = lazy(async () => ({ default: (await import('./account/account-page.tsx')).AccountPage }));
const RecordingsPage = lazy(async () => ({
  default: (await import('./recordings/recordings-page.tsx')).RecordingsPage,
}));
const PlayerPage = lazy(async () => ({ default: (await import('./recordings/player/player-page.tsx')).PlayerPage }));
const JoinPage = lazy(async () => ({ default: (await import('./join/join-page.tsx')).JoinPage }));

export function App() {
  const t = useWords();
  const dispatch = useAppDispatch();
  useEffect(() => void dispatch(loadSession()), [dispatch]);
  // From here on the pages themselves say how dark they are.
  useEffect(() => void delete document.documentElement.dataset.room, []);
  return (
    <BrowserRouter>
      <Suspense fallback={<Waiting text={t('common.loading')} room={keepsPlaceAt(window.location.pathname)} />}>
        <Routes>
          <Route path="/" element={<LandingPage />} />
          <Route path="/sign-in" element={<SignInPage key="sign-in" registering={false} />} />
          <Route path="/register" element={<SignInPage key="register" registering />} />
          <Route path="/account" element={<AccountPage />} />
          <Route path="/recordings" element={<RecordingsPage />} />
          <Route path="/recordings/:recordingId" element={<PlayerPage />} />
          <Route path="/j/:conferenceId" element={<JoinPage />} />
          <Route path="*" element={<LastWord title={t('notFound.title')} text={t('notFound.text')} />} />
        </Routes>
      </Suspense>
      <Toasts />
      <LostSession />
    </BrowserRouter>
  );
}

/** A session that has ended elsewhere leads to the sign-in page, once. */
function LostSession() {
  const navigate = useNavigate();
  const lost = useAppSelector(({ session }) => session.status === 'guest' && session.lost === true);
  // Not again on other pages: a guest may go where guests go
  useEffect(() => {
    if (lost) navigate('/sign-in', { replace: true });
  }, [lost]);
  return null;
}
