/** Checks the parameters of a call against its contract; each method's schema is compiled once. */
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** Methods by name. */
export type RpcMethods = Readonly<Record<string, { readonly params: TSchema; readonly result: TSchema }>>;

export type CheckedCall<Methods extends RpcMethods> = {
  [Name in keyof Methods & string]: { readonly method: Name; readonly params: Static<Methods[Name]['params']> };
}[keyof Methods & string];

/** Undefined = no such method, or parameters that do not fit it. Never throws. */
export type CheckCall<Methods extends RpcMethods> = (
  method: string,
  params: unknown,
) => CheckedCall<Methods> | undefined;

export function callChecker<Methods extends RpcMethods>(methods: Methods): CheckCall<Methods> {
  const validators = new Map(Object.entries(methods).map(([method, { params }]) => [method, Compile(params)] as const));
  return (method, params) =>
    validators.get(method)?.Check(params) === true ? ({ method, params } as CheckedCall<Methods>) : undefined;
}
