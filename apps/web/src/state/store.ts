/** The one store of the page, and what of it outlives a visit. */
import { configureStore } from '@reduxjs/toolkit';
import { breakoutReducer } from '../breakout/breakout-slice.ts';
import { chooseLanguage } from '../i18n/translate.ts';
import { recordingReducer } from '../recording/recording-slice.ts';
import { recordingsReducer } from '../recordings/recordings-slice.ts';
import { callReducer } from './call-slice.ts';
import { chatReducer } from './chat-slice.ts';
import { meetingsReducer } from './meetings-slice.ts';
import { noticesReducer } from './notices-slice.ts';
import { peopleReducer } from './people-slice.ts';
import { defaultPreferences, preferencesReducer, readPreferences, type Theme } from './preferences-slice.ts';
import { sessionReducer } from './session-slice.ts';

const preferencesKey = 'veche.preferences';

function keptPreferences(): string | null {
  try {
    return localStorage.getItem(preferencesKey);
  } catch {
    return null;
  }
}

const kept = readPreferences(keptPreferences());

export const store = configureStore({
  reducer: {
    session: sessionReducer,
    meetings: meetingsReducer,
    preferences: preferencesReducer,
    notices: noticesReducer,
    call: callReducer,
    chat: chatReducer,
    people: peopleReducer,
    breakout: breakoutReducer,
    recording: recordingReducer,
    recordings: recordingsReducer,
  },
  preloadedState: {
    preferences: {
      ...defaultPreferences,
      ...kept,
      language: chooseLanguage(window.location.search, kept.language ?? null, navigator.languages),
    },
  },
});

export type RootState = ReturnType<typeof store.getState>;
export type AppDispatch = typeof store.dispatch;

const schemes: readonly Theme[] = ['light', 'dark'];

/** To the page and to the browser's own frame: each <meta name="theme-color"> counts as its scheme does. */
function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const scheme = schemes.find((name) => name === meta.dataset.scheme);
    if (scheme === undefined) continue;
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = theme === scheme ? 'all' : 'not all';
  }
}

const languageForced = new URLSearchParams(window.location.search).has('lang');

/** Keeps preferences for the next visit and shows theme and language to the document. Runs once, at start. */
export function watchPreferences(): void {
  let seen: unknown;
  const follow = (): void => {
    const { preferences } = store.getState();
    if (preferences === seen) return;
    const first = seen === undefined;
    seen = preferences;
    document.documentElement.lang = preferences.language;
    showTheme(preferences.theme);
    // A language that only the browser chose is not kept, so that it may choose again.
    if (first && !languageForced) return;
    try {
      localStorage.setItem(preferencesKey, JSON.stringify(preferences));
    } catch {
      // Private browsing without storage: this visit works all the same.
    }
  };
  follow();
  store.subscribe(follow);
}
