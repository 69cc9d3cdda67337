import { describe, expect, it } from 'vitest';
import { originAllowed } from './socket-upgrade.ts';

const direct = { publicUrl: '', trustedProxies: 0 };

describe('who may open sockets', () => {
  it.each([
    [{ host: 'localhost:8080' }, direct],
    [{ host: 'localhost:8080', origin: 'http://localhost:8080' }, direct],
    [{ host: 'meet.example.org', origin: 'https://meet.example.org' }, direct],
    [{ host: 'meet.example.org:443', origin: 'https://meet.example.org' }, direct],
    [{ host: '[::1]:8080', origin: 'http://[::1]:8080' }, direct],
    [
      { host: 'inside:8080', origin: 'https://meet.example.org' },
      { publicUrl: 'https://meet.example.org', trustedProxies: 0 },
    ],
    [
      { host: 'inside:8080', 'x-forwarded-host': 'meet.example.org', origin: 'https://meet.example.org' },
      { publicUrl: '', trustedProxies: 1 },
    ],
  ])('lets in %j', (headers, rules) => {
    expect(originAllowed(headers, rules)).toBe(true);
  });

  it.each([
    [{ host: 'localhost:8080', origin: 'https://evil.example' }, direct],
    [{ host: 'localhost:8080', origin: 'http://localhost:9090' }, direct],
    [{ host: 'localhost:8080', origin: 'null' }, direct],
    [{ host: 'localhost:8080', origin: 'file://' }, direct],
    [{ origin: 'http://localhost:8080' }, direct],
    [{ host: '', origin: 'http://' }, direct],
    [{ host: 'inside', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' }, direct],
  ])('keeps out %j', (headers, rules) => {
    expect(originAllowed(headers, rules)).toBe(false);
  });
});
