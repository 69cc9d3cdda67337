/** Own devices as a component sees them. */
import { useSyncExternalStore } from 'react';
import type { LocalMedia, LocalMediaState } from './local-media.ts';

export const useLocalMedia = (media: LocalMedia): LocalMediaState =>
  useSyncExternalStore(media.subscribe, media.snapshot);
