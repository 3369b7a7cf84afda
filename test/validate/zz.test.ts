import { it } from 'vitest';
import { captureOf, follow, lteKeysOf, lteScenarios, say } from './lte/capture.js';

it('x', () => {
  for (const name of (process.env.SC ?? 'rekey-option-2').split(','))
    for (const uu of ['gsmtap', 'pdcp'])
      for (const k of [true, false]) {
        const c = captureOf(name, { uu });
        console.log(name, uu, k);
        for (const { ue, events } of follow(c.packets, k ? lteKeysOf(c.keys) : {})) {
          console.log(ue.number, ue.kind, ue.station);
          console.log(events.map(e => `  ${'at' in e ? e.at.frame : e.request.frame} ${say(e)}`).join('\n'));
        }
      }
}, 60000);
