/** `GET /healthz`: 200 exactly when a meeting could be held right now, and the reasons in words when not. */
import { accountNotAsked } from '@veche/contracts/rest/security.ts';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';

export interface HealthFacts {
  readonly draining: boolean;
  /** `npm start` builds the web app while the program starts. */
  readonly webAppBuilt: boolean;
  readonly sqlAnswers: boolean;
  readonly media: { workers: number; workersUp: number; conferences: number; participants: number } | undefined;
}

const Health = Type.Object({
  status: Type.Enum(['ok', 'unavailable']),
  reasons: Type.Array(Type.String()),
  workers: Type.Integer(),
  workersUp: Type.Integer(),
  conferences: Type.Integer(),
  participants: Type.Integer(),
});

export function addHealth(http: FastifyInstance, facts: () => Promise<HealthFacts>): void {
  http.get(
    '/healthz',
    {
      schema: {
        summary: 'Whether meetings can be held',
        tags: ['operation'],
        security: accountNotAsked,
        response: { 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const now = await facts();
      const reasons = reasonsAgainst(now);
      const status: 'ok' | 'unavailable' = reasons.length === 0 ? 'ok' : 'unavailable';
      const counts = now.media ?? { workers: 0, workersUp: 0, conferences: 0, participants: 0 };
      return reply
        .code(status === 'ok' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status, reasons: [...reasons], ...counts });
    },
  );
}

export function reasonsAgainst({ draining, webAppBuilt, sqlAnswers, media }: HealthFacts): readonly string[] {
  return [
    ...(draining ? ['The program is shutting down.'] : []),
    ...(webAppBuilt ? [] : ['The web app is not built yet.']),
    ...(sqlAnswers ? [] : ['The database does not answer.']),
    ...(media === undefined || media.workersUp === 0 ? ['No media worker is up.'] : []),
  ];
}
