/** What hosts see beside their own room - who waits, and everybody in whatever room - kept true by what changes. Pure; the order is that of coming. */
import type { HostView } from '@veche/contracts/signalling/breakout-view.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';

export type HostNews = Extract<Notification, { method: 'waitingChanged' | 'waitingGone' | 'rosterChanged' }>;

export function hostViewAfter(view: HostView, { method, params }: HostNews): HostView {
  switch (method) {
    case 'waitingChanged':
      return { ...view, waiting: put(view.waiting, [params.waiting]) };
    case 'waitingGone':
      return { ...view, waiting: without(view.waiting, params.participantIds) };
    case 'rosterChanged':
      return { ...view, roster: put(without(view.roster, params.gone), params.entries) };
  }
}

function put<Item extends { participantId: string }>(items: readonly Item[], changed: readonly Item[]): Item[] {
  const byId = new Map(items.map((item) => [item.participantId, item]));
  for (const item of changed) byId.set(item.participantId, item);
  return [...byId.values()];
}

function without<Item extends { participantId: string }>(items: readonly Item[], ids: readonly string[]): Item[] {
  const gone = new Set(ids);
  return items.filter(({ participantId }) => !gone.has(participantId));
}
