import { describe, expect, it } from 'vitest';
import { createAlarm } from '../../../src/flows/engine/alarm.js';
import { createEngine } from '../../../src/flows/engine/engine.js';

const setUp = () => {
  const engine = createEngine();
  const rung: number[] = [];
  const alarm = createAlarm(engine, () => rung.push(engine.now));
  return { engine, alarm, rung };
};

describe('alarm', () => {
  it('rings once, when it was last set to', () => {
    const { engine, alarm, rung } = setUp();
    alarm.set(100);
    engine.after(60, () => alarm.set(100));
    engine.after(70, () => alarm.set(50));
    engine.run();
    expect(rung).toEqual([120]);
    expect(alarm.isSet()).toBe(false);
  });

  it('can be set earlier than before', () => {
    const { engine, alarm, rung } = setUp();
    alarm.set(100);
    alarm.set(30);
    engine.run();
    expect(rung).toEqual([30]);
  });

  it('does not ring once it is called off, and can be set again', () => {
    const { engine, alarm, rung } = setUp();
    alarm.set(100);
    engine.after(10, () => alarm.clear());
    engine.after(50, () => alarm.set(200));
    engine.run();
    expect(rung).toEqual([250]);
    alarm.set(100);
    expect(alarm.isSet()).toBe(true);
    alarm.clear();
    expect(alarm.isSet()).toBe(false);
    engine.run();
    expect(rung).toEqual([250]);
  });

  it('takes one timer however often it is put off', () => {
    const { engine, alarm, rung } = setUp();
    for (let i = 0; i < 1000; i++) engine.after(i, () => alarm.set(5000));
    expect(engine.run()).toBe(1000 + 2);
    expect(rung).toEqual([5999]);
  });
});
