import { beforeAll, describe, expect, it } from 'vitest';
import { openApi } from './openapi.ts';

interface Operation {
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Record<string, { readonly schema: unknown }> }>
  >;
}

describe('the OpenAPI document', () => {
  let text: string;
  let operations: Map<string, Operation>;
  const operation = (name: string): Operation => operations.get(name) as Operation;
  const statusesOf = (name: string) => Object.keys(operation(name).responses).map(Number);

  beforeAll(async () => {
    text = await openApi();
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    operations = new Map(
      Object.entries(paths).flatMap(([path, verbs]) =>
        Object.entries(verbs).map(([verb, found]) => [`${verb} ${path}`, found] as const),
      ),
    );
    expect(operations.size).toBeGreaterThan(15);
  });

  it('says of every route who may ask: by bearer token or cookie, with or without, or without anything', () => {
    for (const [name, { security }] of operations) expect(security, name).toBeDefined();
    const account = [{ bearer: [] }, { cookie: [] }];
    expect(operation('patch /api/v1/users/me').security).toEqual(account);
    expect(operation('post /api/v1/conferences').security).toEqual(account);
    expect(operation('post /api/v1/conferences/{id}/participants').security).toEqual([{}, ...account]);
    expect(operation('post /api/v1/sessions').security).toEqual([]);
    const { components } = JSON.parse(text);
    expect(components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      cookie: { type: 'apiKey', in: 'cookie', name: '__Host-veche' },
    });
  });

  it('tells every status that a route refuses with, its codes and the one error body', () => {
    expect(statusesOf('post /api/v1/sessions')).toEqual([201, 400, 401, 403, 413, 415, 429, 500, 503]);
    expect(statusesOf('delete /api/v1/sessions/{id}')).toEqual([204, 401, 403, 404, 429, 500, 503]);
    expect(operation('post /api/v1/sessions').responses['401']?.description).toBe(
      '`wrong_credentials`: The e-mail or the password is not right.',
    );
    for (const [name, { responses, requestBody, security }] of operations) {
      if (name === 'get /healthz') continue;
      const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      for (const [status, { content }] of refusals) {
        expect(content, `${name} ${status}`).toEqual({
          'application/json': { schema: { $ref: '#/components/schemas/ErrorAnswer' } },
        });
      }
      const statuses = statusesOf(name);
      expect(statuses, name).toEqual(expect.arrayContaining([429, 500]));
      if (requestBody !== undefined) expect(statuses, name).toEqual(expect.arrayContaining([400, 413, 415]));
      if (security?.length === 2) expect(statuses, name).toContain(401);
    }
  });

  it('refers to nothing that is not in it', () => {
    const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
    const named = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(50);
    for (const name of new Set(named)) {
      expect(Object.keys(components.schemas).map((key) => `#/components/schemas/${key}`)).toContain(name);
    }
  });

  it('names the calendar file as one', () => {
    const { responses } = operation('get /api/v1/conferences/{id}/invitation.ics');
    expect(Object.keys(responses['200']?.content ?? {})).toEqual(['text/calendar']);
  });
});
