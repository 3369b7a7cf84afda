import { MILLISECOND } from '../engine/engine.js';
import { DAY_MS, ms } from '../legs/wlan-parameters.js';
import { defineFromParts } from '../legs/wlan-scenario.js';
import { checkStimulus } from '../scenario.js';
import { HANDSHAKE_TIMING } from '../wlan/authenticator.js';
import { withholdG1 } from '../wlan/man-in-the-middle.js';

/** A negative example: a station that a G1 which was withheld makes take old frames to all for new ones. */
export const attackGroupKeyReinstallation = defineFromParts({
  name: 'attack-group-key-reinstallation',
  title:
    'A man in the middle withholds a G1 and delivers it later: the UE installs the GTK again, and takes old frames for new ones',
  parameters: {
    reinstallsGroupKeys: {
      value: true,
      says: 'whether the UE installs a GTK that it has again; with false the attack fails',
      source:
        'CVE-2017-13080, which most stations had then: Vanhoef and Piessens, Key Reinstallation Attacks, 2017, 4',
    },
    groupDataIntervalMs: {
      value: 50,
      says: 'ms between group addressed frames of the WT',
      source: 'free: enough of them to tell a frame that is sent again from one that is late',
      least: 1,
      most: 60_000,
    },
    renewalAfterMs: {
      value: 1000,
      says: 'ms from the start of the last UE until the WT hands out the new GTK to all',
      source: 'user data flows by then',
      most: DAY_MS,
    },
    withheldMs: {
      value: 6000,
      says: 'ms for which the attacker withholds G1',
      source: 'longer than an AP without an answer goes on trying (4 tries in hostapd 2.10)',
      most: DAY_MS,
    },
    sentAgain: {
      value: 10,
      says: 'number of group addressed frames that the attacker sends again',
      source: 'free',
      most: 1000,
      isInteger: true,
    },
  },
  durationMs: 9000,
  expect: { outcome: 'associated', findings: ['gtk-reinstallation', 'pn-reuse'] },
  setUp(values, { engine: clock, recorder: { note } }) {
    const { groupDataIntervalMs, renewalAfterMs, withheldMs, sentAgain, reinstallsGroupKeys, durationMs } =
      values;
    checkStimulus('renewalAfterMs', renewalAfterMs, durationMs);
    // The G1 that is withheld is the second.
    const secondG1AfterMs = renewalAfterMs + HANDSHAKE_TIMING.firstGroupInterval / MILLISECOND;
    checkStimulus('withheldMs', withheldMs, durationMs, secondG1AfterMs);
    return {
      between: withholdG1({ clock, note, delay: ms(withheldMs), most: sentAgain }),
      groupDataInterval: ms(groupDataIntervalMs),
      flaws: { reinstallsGroupKeys },
    };
  },
  play: ({ ues, at, renewGroupKeys }, { renewalAfterMs }) =>
    at(ues.at(-1)!.startMs + renewalAfterMs, renewGroupKeys),
});
