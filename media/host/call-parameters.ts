/** Checks the parameters of a call against the contract; each method's schema is compiled once. */
import { type MethodName, type MethodParams, methods } from '@veche/contracts/signalling/methods.ts';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export type CheckedCall = {
  [Name in MethodName]: { readonly method: Name; readonly params: MethodParams<Name> };
}[MethodName];

const validators = new Map(
  Object.entries(methods).map(([method, { params }]) => [method, Compile(params as TSchema)] as const),
);

/** Undefined = no such method, or parameters that do not fit it. Never throws. */
export function checkCall(method: string, params: unknown): CheckedCall | undefined {
  return validators.get(method)?.Check(params) ? ({ method, params } as CheckedCall) : undefined;
}
