/**
 * Keys of the player, as people know them from elsewhere. Letters are read by place on the keyboard, so that they work in any layout. Those that write a sign
 * count at the player alone: elsewhere speech that is turned into keys, or a slip of the hand, would press them (WCAG 2.1.4). Pure.
 */
export type PlayerAct =
  | { readonly act: 'toggle' | 'mute' | 'captions' | 'fullScreen' | 'help' }
  | { readonly act: 'skip'; readonly seconds: number }
  | { readonly act: 'louder'; readonly by: number }
  | { readonly act: 'speed'; readonly steps: 1 | -1 }
  /** 0 to 1 of the whole. */
  | { readonly act: 'jump'; readonly to: number };

export interface PlayerKey {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** What has the focus: in a text nothing is a short cut; a control has the space bar and Enter for itself, a list of choices the arrows too. */
  readonly focus: 'text' | 'choice' | 'control' | 'none';
  /** The focus is at the picture or its controls. */
  readonly atPlayer: boolean;
}

const byCode: Readonly<Record<string, PlayerAct>> = {
  KeyK: { act: 'toggle' },
  KeyJ: { act: 'skip', seconds: -10 },
  KeyL: { act: 'skip', seconds: 10 },
  KeyM: { act: 'mute' },
  KeyC: { act: 'captions' },
  KeyF: { act: 'fullScreen' },
};

const arrows: Readonly<Record<string, PlayerAct>> = {
  ArrowLeft: { act: 'skip', seconds: -5 },
  ArrowRight: { act: 'skip', seconds: 5 },
  ArrowUp: { act: 'louder', by: 0.1 },
  ArrowDown: { act: 'louder', by: -0.1 },
  Home: { act: 'jump', to: 0 },
  End: { act: 'jump', to: 1 },
};

export function playerActOf({
  code,
  key,
  ctrlKey,
  altKey,
  metaKey,
  focus,
  atPlayer,
}: PlayerKey): PlayerAct | undefined {
  if (focus === 'text' || ctrlKey || altKey || metaKey) return undefined;
  if (code === 'Space') return focus === 'none' ? { act: 'toggle' } : undefined;
  if (Object.hasOwn(arrows, key)) return focus === 'choice' ? undefined : arrows[key];
  if (!atPlayer) return undefined;
  if (key === '?') return { act: 'help' };
  if (key === '<') return { act: 'speed', steps: -1 };
  if (key === '>') return { act: 'speed', steps: 1 };
  const digit = /^(?:Digit|Numpad)(\d)$/u.exec(code)?.[1];
  if (digit !== undefined && /^\d$/u.test(key))
    return focus === 'choice' ? undefined : { act: 'jump', to: Number(digit) / 10 };
  return Object.hasOwn(byCode, code) && focus !== 'choice' ? byCode[code] : undefined;
}

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** The next faster or slower one; the same at the ends. */
export function speedAfter(now: number, steps: 1 | -1): number {
  const next = steps > 0 ? speeds.find((speed) => speed > now) : speeds.findLast((speed) => speed < now);
  return next ?? now;
}
