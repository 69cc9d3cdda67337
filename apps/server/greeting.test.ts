import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { greeting } from './greeting.ts';

const card = (address: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo =>
  ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo;

const interfaces = {
  lo: [card('127.0.0.1', 'IPv4', true)],
  eth0: [card('192.168.1.5', 'IPv4'), card('fe80::1', 'IPv6'), card('169.254.7.7', 'IPv4')],
};
const plain = { publicUrl: '', tls: false, host: '', port: 8080, interfaces };

describe('the greeting', () => {
  it('names the address to open, and the one for other devices with its catch', () => {
    expect(greeting(plain)).toBe(
      'Veche is ready: http://localhost:8080\n' +
        'From other devices: http://192.168.1.5:8080 (browsers give cameras only to https or localhost: see README)\n',
    );
  });

  it('has no catch to tell over https', () => {
    expect(greeting({ ...plain, tls: true })).not.toContain('README');
  });

  it('names the public address alone when there is one', () => {
    expect(greeting({ ...plain, publicUrl: 'https://meet.example.org' })).toBe(
      'Veche is ready: https://meet.example.org\n',
    );
  });

  it('names the address that was asked for', () => {
    expect(greeting({ ...plain, host: '::1' })).toBe('Veche is ready: http://[::1]:8080\n');
  });
});
