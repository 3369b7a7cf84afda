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
  /** The comments of each packet since they were taken last. */
  const said = (): readonly (readonly string[])[] => {
    const all: (readonly string[])[] = [];
    for (let packet = recorder.take(); packet !== undefined; packet = recorder.take())
      all.push(packet.comments ?? []);
    return all;
  };
  /** What UEs say of the frame that the WT now sends to all in each BSS: a UE that lacks its key says so. */
  const saidOfFramesToAll = () => {
    said();
    wlan.wt.sendToAll({
      source: Uint8Array.of(2, 0, 0, 0, 0, 1),
      etherType: 0x0806,
      payload: new Uint8Array(28),
    });
    engine.run(engine.now + 10 * MILLISECOND);
    return said();
  };
  return { engine, keyLog, wlan, comments: () => said().flat(), saidOfFramesToAll };
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
    const { engine, keyLog, wlan, comments, saidOfFramesToAll } = setUp({
      ues: 10,
      managementFrameProtection: true,
      dataIntervalMs: 0,
    });
    const taken = () => comments().filter(text => text.startsWith('the UE has taken GTK'));
    engine.run(SECOND);
    expect(saidOfFramesToAll()).toEqual([[], []]);
    for (const [number, ids] of [
      [2, 5],
      [1, 4],
    ].entries()) {
      wlan.wt.renewGroupKeys();
      engine.run((2 + number) * SECOND);
      const text = `the UE has taken GTK with key ID ${ids[0]} and IGTK with key ID ${ids[1]}`;
      expect(taken()).toEqual(new Array(10).fill(text));
      expect(saidOfFramesToAll()).toEqual([[], []]);
    }
    expect(wlan.ues.map(({ ue }) => ue.state().associations)).toEqual(new Array(10).fill(1));
    // Ten UEs are in two BSSs, and each has had three keys.
    expect([...keyLog.lists().gtks].length).toBe(6);
    expect([...keyLog.lists().igtks].length).toBe(6);
  });

  it('does so at whatever time of an association or a re-key', () => {
    for (let at = 0; at < 60; at++) {
      const { engine, wlan, saidOfFramesToAll } = setUp({ ues: 1, dataIntervalMs: 0 });
      const [one] = wlan.ues;
      const renewal = one!.start + at * 2 * MILLISECOND;
      engine.after(renewal, () => wlan.wt.renewGroupKeys());
      engine.after(one!.start + SECOND, () => {
        one!.ue.takeWtCounter(one!.kenb, 1);
        wlan.giveSKwtToWt(one!, 1);
      });
      engine.after(one!.start + SECOND + at * MILLISECOND * 0.25, () => wlan.wt.renewGroupKeys());
      engine.run(3 * SECOND);
      const { associations, inUse } = one!.ue.state();
      expect([associations, inUse!.pmk.name]).toEqual([1, 'S-KWT #2']);
      expect(saidOfFramesToAll(), `renewed ${at * 0.25} ms behind the re-key`).toEqual([[]]);
    }
  });
});
