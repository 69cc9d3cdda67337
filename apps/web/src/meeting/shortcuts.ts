/** Keys inside the meeting. Letters are read by place on the keyboard, so that they work in any layout. */
export type Shortcut = 'microphone' | 'camera' | 'screen' | 'view' | 'chat' | 'people' | 'hand' | 'help' | 'talk';

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** What has the focus: in a text nothing is a short cut, on a control the space bar belongs to it. */
  readonly focus: 'text' | 'control' | 'none';
}

const letters: Readonly<Record<string, Shortcut>> = {
  KeyM: 'microphone',
  KeyV: 'camera',
  KeyS: 'screen',
  KeyG: 'view',
  KeyC: 'chat',
  KeyP: 'people',
  KeyH: 'hand',
};

export function shortcutOf({ code, key, ctrlKey, altKey, metaKey, focus }: KeyPress): Shortcut | undefined {
  if (focus === 'text' || ctrlKey || altKey || metaKey) return undefined;
  if (code === 'Space') return focus === 'none' ? 'talk' : undefined;
  if (key === '?') return 'help';
  return letters[code];
}
