/** What this browser remembers about its person. Kept in localStorage as plain JSON; anything odd found there is ignored. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Language } from '@veche/contracts/errors.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';

export type Theme = 'system' | 'light' | 'dark';
export type MeetingView = 'gallery' | 'speaker';

export interface PreferencesState {
  readonly language: Language;
  readonly theme: Theme;
  readonly view: MeetingView;
  readonly selfViewHidden: boolean;
  /** Name used as a guest. */
  readonly guestName: string;
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
  readonly speakerId: string | null;
  /** How the last meeting was entered. */
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  readonly noiseSuppression: boolean;
  readonly originalSound: boolean;
  /** Of meetings that are started at once. */
  readonly newMeetingSound: SoundMode;
}

export const defaultPreferences: PreferencesState = {
  language: 'en',
  theme: 'system',
  view: 'gallery',
  selfViewHidden: false,
  guestName: '',
  cameraId: null,
  microphoneId: null,
  speakerId: null,
  cameraOn: true,
  microphoneOn: true,
  noiseSuppression: true,
  originalSound: false,
  newMeetingSound: 'mixed',
};

const slice = createSlice({
  name: 'preferences',
  initialState: defaultPreferences,
  reducers: {
    preferencesChanged: (state, { payload }: PayloadAction<Partial<PreferencesState>>): PreferencesState => ({
      ...state,
      ...payload,
    }),
  },
});

export const { preferencesChanged } = slice.actions;
export const preferencesReducer = slice.reducer;

const oneOf = <Choice extends string>(value: unknown, choices: readonly Choice[]): Choice | undefined =>
  choices.find((choice) => choice === value);

/** Reads what an earlier visit kept; each field by itself, so that one bad field spoils no other. */
export function readPreferences(text: string | null): Partial<PreferencesState> {
  let kept: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value === 'object' && value !== null) kept = value as Record<string, unknown>;
  } catch {
    return {};
  }
  const found: { -readonly [Key in keyof PreferencesState]?: PreferencesState[Key] } = {};
  const language = oneOf(kept.language, ['en', 'ru']);
  if (language !== undefined) found.language = language;
  const theme = oneOf(kept.theme, ['system', 'light', 'dark']);
  if (theme !== undefined) found.theme = theme;
  const view = oneOf(kept.view, ['gallery', 'speaker']);
  if (view !== undefined) found.view = view;
  const newMeetingSound = oneOf(kept.newMeetingSound, ['mixed', 'forwarded']);
  if (newMeetingSound !== undefined) found.newMeetingSound = newMeetingSound;
  for (const name of ['selfViewHidden', 'cameraOn', 'microphoneOn', 'noiseSuppression', 'originalSound'] as const) {
    const value = kept[name];
    if (typeof value === 'boolean') found[name] = value;
  }
  for (const name of ['cameraId', 'microphoneId', 'speakerId'] as const) {
    const value = kept[name];
    if (typeof value === 'string') found[name] = value;
  }
  const guestName = kept.guestName;
  if (typeof guestName === 'string') found.guestName = guestName.slice(0, 50);
  return found;
}
