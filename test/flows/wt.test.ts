import { describe, expect, it } from 'vitest';
import { createEngine, SECOND } from '../../src/flows/engine.js';
import { createKeyLog } from '../../src/flows/key-log.js';
import { createRandom } from '../../src/flows/random.js';
import { createRecorder } from '../../src/flows/tap.js';
import { setUpWlan } from '../../src/flows/wlan.js';
import { type WlanValues, wlanDefaults } from './wlan-values.js';

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
});
