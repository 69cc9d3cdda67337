/** The thread that floods: spreads the requests of one round over its time and answers all their statuses. */
import { parentPort } from 'node:worker_threads';
import { type Ask, askHttp } from './ask-http.ts';

export interface FloodRound {
  readonly port: number;
  readonly asks: readonly Ask[];
  readonly perSecond: number;
}

const ticksPerSecond = 50;

parentPort?.on('message', async ({ port, asks, perSecond }: FloodRound) => {
  const perTick = perSecond / ticksPerSecond;
  const startMs = performance.now();
  const answers: Promise<number>[] = [];
  for (let tick = 1; answers.length < asks.length; tick += 1) {
    const next = asks.slice(answers.length, answers.length + perTick);
    answers.push(...next.map((ask) => askHttp(port, ask)));
    await new Promise((resolve) => setTimeout(resolve, startMs + (tick * 1_000) / ticksPerSecond - performance.now()));
  }
  parentPort?.postMessage(await Promise.all(answers));
});
