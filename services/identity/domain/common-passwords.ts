const common = new Set(['password', '12345678']);
export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase());
}
