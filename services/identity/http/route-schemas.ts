/** What each route of identity takes, answers and refuses. Validation and the OpenAPI document both come from here. */
import { bodyFaults, changeFaults, errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import {
  ChangePasswordRequest,
  CurrentSession,
  DeleteUserRequest,
  RegisterRequest,
  SessionList,
  SignInAnswer,
  SignInRequest,
  UpdateUserRequest,
  User,
} from '@veche/contracts/rest/identity.ts';
import { accountNeeded, accountNotAsked, accountWelcome } from '@veche/contracts/rest/security.ts';
import Type from 'typebox';

const Nothing = Type.Null({ description: 'Nothing' });
const SessionParams = Type.Object({ id: Type.String({ maxLength: 100 }) });

const account = { tags: ['account'], security: accountNeeded };
const session = { tags: ['session'], security: accountNeeded };
const nameFaults = ['name_missing', 'name_too_long'] as const;
const newPasswordFaults = ['password_too_short', 'password_too_long', 'password_too_common'] as const;
/** For routes that open a session or an account, before there is one. */
const doorFaults = ['origin_not_allowed', 'overloaded', 'shutting_down'] as const;

export const register = {
  ...account,
  security: accountNotAsked,
  summary: 'Register',
  body: RegisterRequest,
  response: {
    201: User,
    ...errorAnswers(...bodyFaults, ...nameFaults, 'email_invalid', ...newPasswordFaults, 'email_taken', ...doorFaults),
  },
};

export const readUser = {
  ...account,
  summary: 'Own account',
  response: { 200: User, ...errorAnswers('not_signed_in', 'overloaded') },
};

export const changeUser = {
  ...account,
  summary: 'Change name or e-mail',
  body: UpdateUserRequest,
  response: {
    200: User,
    ...errorAnswers(...bodyFaults, ...nameFaults, 'email_invalid', 'email_taken', 'wrong_password', ...changeFaults),
  },
};

export const changePassword = {
  ...account,
  summary: 'Change the password',
  body: ChangePasswordRequest,
  response: {
    204: Nothing,
    ...errorAnswers(...bodyFaults, ...newPasswordFaults, 'wrong_password', ...changeFaults),
  },
};

export const deleteAccount = {
  ...account,
  summary: 'Delete the account',
  body: DeleteUserRequest,
  response: { 204: Nothing, ...errorAnswers(...bodyFaults, 'wrong_password', ...changeFaults) },
};

export const signIn = {
  ...session,
  security: accountNotAsked,
  summary: 'Sign in',
  body: SignInRequest,
  response: { 201: SignInAnswer, ...errorAnswers(...bodyFaults, 'wrong_credentials', ...doorFaults) },
};

export const whoAsks = {
  ...session,
  security: accountWelcome,
  summary: 'Who asks; null for a stranger',
  response: { 200: CurrentSession, ...errorAnswers('overloaded') },
};

export const listSessions = {
  ...session,
  summary: 'Where one is signed in',
  response: { 200: SessionList, ...errorAnswers('not_signed_in', 'overloaded') },
};

export const signOut = {
  ...session,
  summary: 'Sign out',
  response: { 204: Nothing, ...errorAnswers(...changeFaults) },
};

export const endSession = {
  ...session,
  summary: 'End one session',
  params: SessionParams,
  response: { 204: Nothing, ...errorAnswers('not_found', ...changeFaults) },
};

export const signOutEverywhere = {
  ...session,
  summary: 'Sign out everywhere',
  response: { 204: Nothing, ...errorAnswers(...changeFaults) },
};
