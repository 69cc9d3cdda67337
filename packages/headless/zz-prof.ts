import { createMeeting, registerOwner } from '../../e2e/harness/api.ts';
import { launch } from '../../e2e/harness/browsers.ts';
import { Guest } from '../../e2e/harness/guest.ts';
import { startProgram } from '../../e2e/harness/program.ts';

const script = `(() => {
  const log = window.vlog = []; const t=()=>Math.round(performance.now()-(window.vclick||0));
  addEventListener('click', (e)=>{ const b=e.target.closest&&e.target.closest('button'); if(b&&b.textContent.trim()==='Join'){window.vclick=performance.now(); log.push('click')} }, true);
  const W = WebSocket; window.WebSocket = class extends W { constructor(u){ super(u); log.push('ws-new '+t()); this.addEventListener('open',()=>log.push('ws-open '+t())); this.addEventListener('message',e=>{ const m=JSON.parse(e.data); log.push('<'+(m.method||('#'+m.id))+' '+t()); }); } send(x){ const m=JSON.parse(x); log.push('>'+m.method+'#'+m.id+' '+t()); super.send(x);} };
  const P = RTCPeerConnection; window.RTCPeerConnection = class extends P { constructor(...a){ super(...a); const n=(window.vpc=(window.vpc||0)+1); log.push('pc'+n+' '+t()); this.addEventListener('connectionstatechange',()=>log.push('pc'+n+' '+this.connectionState+' '+t())); this.addEventListener('iceconnectionstatechange',()=>log.push('pc'+n+' ice '+this.iceConnectionState+' '+t()));} };
  const f = window.fetch; window.fetch = async (...a)=>{ log.push('fetch '+t()); const r = await f(...a); log.push('fetched '+t()); return r; };
  const seen = new WeakSet();
  new MutationObserver(()=>{ for (const v of document.querySelectorAll('figure[aria-label="Anna"] video')) { if (seen.has(v)) continue; seen.add(v); log.push('video-el '+t()); v.addEventListener('loadedmetadata',()=>log.push('meta '+t())); v.requestVideoFrameCallback(()=>log.push('FRAME '+t())); } }).observe(document,{childList:true,subtree:true});
})();`;
const program = await startProgram();
const browser = await launch('chromium');
const owner = await registerOwner(program.origin);
const meeting = await createMeeting(program.origin, owner, { name: 'Join' });
const anna = await Guest.open(browser, meeting.joinLink, { name: 'Anna', devices: { colour: 2, toneHz: 440 } });
await anna.join();
for (let i = 0; i < 4; i++) {
  const g = await Guest.open(browser, meeting.joinLink, {
    name: 'G' + i,
    devices: { colour: 5, toneHz: 700 },
    scripts: [script],
  });
  await new Promise((r) => setTimeout(r, 1500));
  await g.join();
  await new Promise((r) => setTimeout(r, 2000));
  console.log(
    ((await g.page.evaluate(() => Reflect.get(window, 'vlog'))) as string[])
      .filter((x) => !/setTiles#([2-9]\d)/.test(x))
      .join(' | '),
  );
  console.log();
  await g.press('Leave');
  await g.close();
}
await browser.close();
await program.stop();
process.exit(0);
