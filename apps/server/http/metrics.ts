/**
 * `GET /metrics` in Prometheus text: the media server's figures and the process's own. Answers loopback and private
 * addresses only: how busy a server is concerns whoever runs it.
 */
import { BlockList, isIPv6 } from 'node:net';
import { VecheError } from '@veche/contracts/errors.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';

export interface Sample {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export function addMetrics(
  http: FastifyInstance,
  samples: () => Promise<readonly Sample[]>,
  trustsProxy: boolean,
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  http.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, trustsProxy)) throw new VecheError('not_found');
    const own = await registry.metrics();
    const media = renderSamples(await samples());
    return reply.header('cache-control', 'no-store').type(registry.contentType).send(`${media}${own}`);
  });
  http.addHook('onClose', async () => registry.clear());
}

function mayRead(request: FastifyRequest, trustsProxy: boolean): boolean {
  // A proxy that we don't know stands between: its address says nothing about who asks.
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  if (isForwarded && !trustsProxy) return false;
  return isPrivateAddress(request.ip);
}

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
privateNetworks.addAddress('::1', 'ipv6');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

/** Loopback, link-local and the private networks of RFC 1918 and RFC 4193; IPv4 inside IPv6 counts as IPv4. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return privateNetworks.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** Prometheus' text format: one HELP and TYPE per name, then its samples. */
export function renderSamples(samples: readonly Sample[]): string {
  const byName = Map.groupBy(samples, (sample) => sample.name);
  let text = '';
  for (const [name, group] of byName) {
    text += `# HELP ${name} ${group[0]!.help.replaceAll('\n', ' ')}\n# TYPE ${name} ${group[0]!.type}\n`;
    for (const { labels, value } of group) text += `${name}${renderLabels(labels)} ${value}\n`;
  }
  return text;
}

function renderLabels(labels: Sample['labels']): string {
  const pairs = Object.entries(labels ?? {}).map(
    ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
