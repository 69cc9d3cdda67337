/**
 * What is rendered next, when not everything can be at once: first what a file is waiting for that everybody expects now, then what somebody may be
 * watching, then what keeps up with running meetings, then the rest.
 */
import type { MissingSegment, RenderPlan } from './render-plan.ts';

export type RenderJob =
  | { readonly type: 'join'; readonly plan: RenderPlan }
  | { readonly type: 'segment'; readonly plan: RenderPlan; readonly missing: MissingSegment };

/** A recording that is over is served first as long as it is no more than this; the backlog of a long outage waits behind running meetings. */
const lastFew = 4;

/** Names a job among those that run. */
export function jobName(job: RenderJob): string {
  const { recording_id, height, codec } = job.plan.render;
  const render = `${recording_id} ${height} ${codec}`;
  return job.type === 'join' ? `${render} join` : `${render} ${job.missing.chunk.sequence}`;
}

/** Undefined: nothing that could be done now. `isBarred`: it runs already, or there is no room for one like it. */
export function nextJob(
  plans: readonly RenderPlan[],
  nowMs: number,
  isBarred: (name: string) => boolean,
): RenderJob | undefined {
  const jobs = plans.flatMap((plan) => jobsOf(plan, nowMs)).filter((job) => !isBarred(jobName(job)));
  return jobs.reduce<RenderJob | undefined>(
    (best, job) => (best === undefined || isBefore(job, best) ? job : best),
    undefined,
  );
}

/** When something that waits for its time could be done; undefined = nothing does. */
export function nextMoment(plans: readonly RenderPlan[], nowMs: number): number | undefined {
  const moments = plans
    .flatMap(({ missing, isToBeJoined, joinAtMs }) => [
      ...missing.map(({ retryAtMs }) => retryAtMs),
      ...(isToBeJoined ? [joinAtMs] : []),
    ])
    .filter((moment) => moment > nowMs);
  return moments.length === 0 ? undefined : moments.reduce((first, moment) => Math.min(first, moment));
}

function jobsOf(plan: RenderPlan, nowMs: number): RenderJob[] {
  if (plan.isToBeJoined) return plan.joinAtMs <= nowMs ? [{ type: 'join', plan }] : [];
  return plan.missing
    .filter(({ retryAtMs }) => retryAtMs <= nowMs)
    .map((missing) => ({ type: 'segment', plan, missing }));
}

function isBefore(a: RenderJob, b: RenderJob): boolean {
  const order = rankOf(a) - rankOf(b) || sinceOf(a) - sinceOf(b);
  if (order !== 0) return order < 0;
  return a.type === 'segment' && b.type === 'segment' && a.missing.span.startSamples < b.missing.span.startSamples;
}

function rankOf(job: RenderJob): number {
  const { plan } = job;
  if (plan.isRequested) return 5;
  if (job.type === 'join') return 0;
  if (!plan.goesOn && plan.missing.length <= lastFew) return 1;
  // Players are given nothing of what follows until it is there.
  if (isAwaited(job.missing)) return 2;
  return plan.goesOn ? 3 : 4;
}

/** Of those alike, the one that has waited longest; of a recording that is over, its end counts, so that one is finished before another is begun. */
function sinceOf(job: RenderJob): number {
  if (job.type === 'join' || !job.plan.goesOn) return job.plan.endedAtMs;
  return Date.parse(job.missing.chunk.stored_at);
}

export function isAwaited({ chunk }: Pick<MissingSegment, 'chunk'>): boolean {
  return chunk.video_codec === 'vp8' && chunk.watch_key === null && chunk.damaged === 0;
}
