/** Longer than any address; a proxy that is trusted too far lets clients write what they like in its place. */
const maxLength = 64;

/**
 * Whom an address stands for when tries are counted: an IPv4 address is one household, and so is an IPv6 /64, of which
 * whoever has one address has 2^64. Text that is no address stands for itself, up to 64 characters.
 */
export function addressSubject(address: string): string {
  const plain = address.slice(0, maxLength).replace(/%.*$/, '').toLowerCase();
  if (!plain.includes(':')) return plain;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped !== null) return mapped[1]!;
  const [head = '', tail] = plain.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const network = [...before, ...new Array<string>(gap).fill('0'), ...after].slice(0, 4);
  return `${network.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** An IPv4 tail counts as two groups; it is never in the first four. */
const groupsOf = (text: string): string[] =>
  text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? [group, ''] : [group]));
