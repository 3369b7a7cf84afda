import { describe, expect, it } from 'vitest';
import { createEngine, MILLISECOND, SECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { createRecorder } from '../../../src/flows/engine/tap.js';
import { sKwtOf } from '../../../src/flows/keys/derived.js';
import { createKeyLog } from '../../../src/flows/keys/key-log.js';
import { setUpWlan } from '../../../src/flows/legs/wlan.js';
import { type WlanValues, wlanDefaults } from '../legs/wlan-values.js';

const setUp = (values: Partial<WlanValues>) => {
  const engine = createEngine();
  const recorder = createRecorder(engine);
  const keyLog = createKeyLog(engine);
  const stage = { engine, recorder, keyLog, random: createRandom(1), tamper: {} };
  const wlan = setUpWlan(stage, { ...wlanDefaults, ...values });
  /** The comments of the packets since they were taken last. */
  const comments = (): readonly string[] => {
    const said: string[] = [];
    for (let packet = recorder.take(); packet !== undefined; packet = recorder.take())
      said.push(...(packet.comments ?? []));
    return said;
  };
  return { engine, keyLog, wlan, comments };
};

describe('a UE that is added to a WT anew', () => {
  it('has no S-KWT of before there', () => {
    const { engine, wlan, comments } = setUp({ ues: 1, dataIntervalMs: 0 });
    const [one] = wlan.ues;
    const { address } = one!.ue;
    const failures = (): readonly string[] => comments().filter(text => text.startsWith('M2 MIC fails'));
    engine.run(SECOND);
    wlan.giveSKwtToWt(one!, 1);
    engine.run(2 * SECOND);
    expect(new Set(failures())).toEqual(
      new Set([
        'M2 MIC fails at the WT under S-KWT #2: it is right under S-KWT #1, on which the UE still is',
      ]),
    );
    wlan.wt.removeUe(address);
    wlan.wt.addUe(address, sKwtOf(one!.kenb, 2));
    engine.run(3 * SECOND);
    expect(new Set(failures())).toEqual(new Set(['M2 MIC fails at the WT under S-KWT #3']));
  });
});

describe('group re-key at a WT', () => {
  it('gives every associated UE the new keys, under key IDs that take turns', () => {
    const { engine, keyLog, wlan } = setUp({ ues: 10, managementFrameProtection: true });
    engine.run(SECOND);
    const given = () => wlan.ues.map(({ ue }) => [...ue.state().groupKeys.values()].map(key => key.keyId));
    expect(given()).toEqual(new Array(10).fill([1, 4]));
    wlan.wt.renewGroupKeys();
    engine.run(2 * SECOND);
    expect(given()).toEqual(new Array(10).fill([2, 5]));
    wlan.wt.renewGroupKeys();
    engine.run(3 * SECOND);
    expect(given()).toEqual(new Array(10).fill([1, 4]));
    expect(wlan.ues.map(({ ue }) => ue.state().associations)).toEqual(new Array(10).fill(1));
    // Ten UEs are in two BSSs, and each has had three keys.
    expect([...keyLog.lists().gtks].length).toBe(6);
    expect([...keyLog.lists().igtks].length).toBe(6);
  });

  it('does so at whatever time of an association or a re-key', () => {
    for (let at = 0; at < 60; at++) {
      const { engine, wlan } = setUp({ ues: 1, dataIntervalMs: 0 });
      const [one] = wlan.ues;
      const renewal = one!.start + at * 2 * MILLISECOND;
      engine.after(renewal, () => wlan.wt.renewGroupKeys());
      engine.after(one!.start + SECOND, () => {
        one!.ue.takeWtCounter(one!.kenb, 1);
        wlan.giveSKwtToWt(one!, 1);
      });
      engine.after(one!.start + SECOND + at * MILLISECOND * 0.25, () => wlan.wt.renewGroupKeys());
      engine.run(3 * SECOND);
      const { associations, inUse, groupKeys } = one!.ue.state();
      expect([associations, inUse!.pmk.name]).toEqual([1, 'S-KWT #2']);
      expect(groupKeys.get('GTK')!.keyId, `renewed ${at * 0.25} ms behind the re-key`).toBe(1);
    }
  });
});
