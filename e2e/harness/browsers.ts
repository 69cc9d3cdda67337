/** Real browsers under one driver: Debian's Chromium and Firefox ESR, headless, on a closed network. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { startQuietSoundCard } from './quiet-sound-card.ts';

export type BrowserName = 'chromium' | 'firefox';

const executables: Record<BrowserName, string> = { chromium: '/usr/bin/chromium', firefox: '/usr/bin/firefox-esr' };

const browserMachine = join(import.meta.dirname, 'browser-machine.sh');

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-ui-for-media-stream',
  '--auto-accept-this-tab-capture',
];

const firefoxPreferences = {
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'media.autoplay.block-webaudio': false,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.getusermedia.insecure.enabled': true,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'dom.min_background_timeout_value': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
  'intl.accept_languages': 'en-US,en',
};

export async function launch(name: BrowserName, viewport = { width: 1280, height: 800 }): Promise<Browser> {
  const executablePath = executables[name];
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: .ci/run installs it`);
  if (name === 'firefox') return await launchFirefox(executablePath, viewport);
  return await puppeteer.launch({
    executablePath: browserMachine,
    env: { ...process.env, VECHE_E2E_BROWSER: executablePath },
    headless: true,
    // A browser on a pipe ends when this process does, however that ends.
    pipe: true,
    args: [...chromiumFlags, '--lang=en-US'],
    defaultViewport: viewport,
    protocolTimeout: 60_000,
  });
}

async function launchFirefox(executablePath: string, viewport: { width: number; height: number }): Promise<Browser> {
  const soundCard = await startQuietSoundCard();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: browserMachine,
    headless: true,
    extraPrefsFirefox: firefoxPreferences,
    env: { ...process.env, ...soundCard.environment, VECHE_E2E_BROWSER: executablePath },
    defaultViewport: viewport,
    protocolTimeout: 60_000,
  });
  browser.on('disconnected', () => void soundCard.stop());
  return browser;
}
