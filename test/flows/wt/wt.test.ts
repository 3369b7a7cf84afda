import { describe, expect, it } from 'vitest';
import { createEngine, MILLISECOND, SECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { createRecorder } from '../../../src/flows/engine/tap.js';
import { createKeyLog } from '../../../src/flows/keys/key-log.js';
import { setUpWlan } from '../../../src/flows/legs/wlan.js';
import { type WlanValues, wlanDefaults } from '../legs/wlan-values.js';

const setUp = (values: Partial<WlanValues>) => {
  const engine = createEngine();
  const recorder = createRecorder(engine);
  const keyLog = createKeyLog(engine);
  const stage = { engine, recorder, keyLog, random: createRandom(1) };
  return { engine, keyLog, wlan: setUpWlan(stage, { ...wlanDefaults, ...values }) };
};

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
