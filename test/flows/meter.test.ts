import { describe, expect, it } from 'vitest';
import { createEngine, MILLISECOND } from '../../src/flows/engine/engine.js';
import type { Pmk } from '../../src/flows/keys/wlan.js';
import { Meter } from '../../src/flows/meter.js';

const [first, second, third] = ['first', 'second', 'third'].map(name => ({ name }) as Pmk) as [Pmk, Pmk, Pmk];

/** A meter whose eNB decides on something after 10 ms, and begins with it, as there is the first key. */
const setUp = () => {
  const clock = createEngine();
  const notes: string[] = [];
  const meter = new Meter(clock, text => notes.push(text));
  const wait = (ms: number): void => void clock.run(clock.now + ms * MILLISECOND);
  /** User data both ways, of which the WT sees this packet of the uplink first. */
  const data = (pmk: Pmk, count = 1): void => {
    meter.downlink(pmk);
    meter.uplinkAtWt(pmk, () => count);
    meter.uplinkAtEnb(count);
  };
  wait(10);
  meter.start();
  meter.begins([first]);
  return { meter, wait, data, notes };
};

describe('the way to a new key', () => {
  it('is not one without a decision', () => {
    const meter = new Meter(createEngine(), () => {});
    meter.message('uu', true);
    meter.downlink(first);
    meter.uplinkAtWt(first, () => 0);
    meter.uplinkAtEnb(0);
    expect(meter.measure()).toBeUndefined();
  });

  it('goes on until user data flows both ways under a key that was not there before', () => {
    const { meter, wait, data, notes } = setUp();
    data(first);
    expect(meter.measure()).toBeUndefined();
    wait(20);
    meter.downlink(second);
    meter.uplinkAtWt(second, () => 5);
    // Behind what is under the new key, what is under the old one may still be under way to the eNB.
    meter.uplinkAtEnb(4);
    expect(meter.measure()).toBeUndefined();
    wait(3);
    meter.uplinkAtEnb(5);
    expect(meter.measure()).toEqual({ after: 23 * MILLISECOND, messages: 0, roundTrips: 0 });
    expect(notes).toEqual(['user data flows both ways under second, 23.0 ms after the eNB began']);
    // It is over.
    wait(10);
    meter.message('xw', false);
    data(third);
    expect(meter.measure()).toEqual({ after: 23 * MILLISECOND, messages: 0, roundTrips: 0 });
    expect(notes).toHaveLength(1);
  });

  it('ends with the downlink where the uplink was sooner', () => {
    const { meter, wait, notes } = setUp();
    meter.uplinkAtWt(second, () => 0);
    meter.uplinkAtEnb(0);
    wait(1);
    meter.downlink(second);
    expect(meter.measure()?.after).toBe(MILLISECOND);
    expect(notes).toHaveLength(1);
  });

  it('does not end with a PDU that is no packet of user data', () => {
    const { meter } = setUp();
    meter.downlink(second);
    meter.uplinkAtWt(second, () => undefined);
    meter.uplinkAtEnb(7);
    expect(meter.measure()).toBeUndefined();
    meter.uplinkAtWt(second, () => 8);
    meter.uplinkAtWt(second, () => 9);
    meter.uplinkAtEnb(8);
    expect(meter.measure()).toBeDefined();
  });

  it('counts messages, and those that are answered on their link, whichever side asks', () => {
    const { meter, data } = setUp();
    meter.message('uu', false);
    meter.message('xw', false);
    meter.message('xw', true);
    meter.message('uu', true);
    meter.message('wlan', true);
    // Repeated.
    meter.message('wlan', true);
    meter.message('wlan', false);
    meter.message('wlan', false);
    meter.message('uu', true);
    data(second);
    expect(meter.measure()).toMatchObject({ messages: 9, roundTrips: 3 });
  });

  it('begins anew with another decision, of which what it begins with counts alone', () => {
    const { meter, wait, data } = setUp();
    meter.message('uu', false);
    meter.downlink(second);
    meter.uplinkAtWt(second, () => 1);
    wait(5);
    meter.start();
    // The answer is to what came before.
    meter.message('uu', true);
    // It waits for the one before, and no key is new until it begins.
    data(second, 2);
    expect(meter.measure()).toBeUndefined();
    meter.begins([first, second]);
    data(second, 3);
    expect(meter.measure()).toBeUndefined();
    wait(2);
    data(third, 4);
    expect(meter.measure()).toEqual({ after: 2 * MILLISECOND, messages: 1, roundTrips: 0 });
  });

  it('waits for the last of several decisions to begin', () => {
    const { meter, wait, data } = setUp();
    data(second);
    meter.start();
    meter.start();
    meter.begins([first, second]);
    data(third);
    expect(meter.measure()).toBeUndefined();
    meter.begins([first, second, third]);
    wait(1);
    data(third);
    expect(meter.measure()).toBeUndefined();
    data({ name: 'fourth' } as Pmk);
    expect(meter.measure()?.after).toBe(MILLISECOND);
  });
});
