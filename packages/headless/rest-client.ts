/** The few HTTP calls with which a script gets an account, a meeting and a place in it. */
import type { CreateConferenceRequest, CreatedConference, JoinAnswer } from '@veche/contracts/rest/conferences.ts';
import type { SignInAnswer } from '@veche/contracts/rest/identity.ts';
import type { Static } from 'typebox';

/** What the server answered when it did not do what was asked; the message holds its words. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class RestClient {
  /** As in `http://127.0.0.1:8080`. */
  readonly origin: string;
  #token: string | undefined;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Makes an account and signs in with it. */
  async register(account: { name: string; email: string; password: string }): Promise<void> {
    await this.#post('/users', account);
    await this.signIn(account);
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    this.#token = ((await this.#post('/sessions', { email, password })) as Static<typeof SignInAnswer>).token;
  }

  createConference(conference: CreateConferenceRequest): Promise<CreatedConference> {
    return this.#post('/conferences', conference) as Promise<CreatedConference>;
  }

  /** As host when signed in as the meeting's owner, else as a guest. */
  join(conferenceId: string, as: { name: string; password?: string }): Promise<JoinAnswer> {
    return this.#post(`/conferences/${conferenceId}/participants`, as) as Promise<JoinAnswer>;
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      body: JSON.stringify(body),
    });
    const value = (await answer.json().catch(() => undefined)) as
      | { error?: { code?: string; message?: string } }
      | undefined;
    if (answer.ok) return value;
    const { code = 'internal', message = `${path} answered ${answer.status}` } = value?.error ?? {};
    throw new RefusedRequest(answer.status, code, message);
  }
}
