import { describe, expect, it } from 'vitest';
import { createEngine, MILLISECOND, SECOND } from '../../../src/flows/engine/engine.js';
import { createConnectionMonitor } from '../../../src/flows/wlan/connection-monitor.js';

/** A monitor whose questions are answered so, 3 ms after they were asked. */
const setUp = (...answers: readonly boolean[]) => {
  const clock = createEngine();
  const log: string[] = [];
  const left = [...answers];
  const say = (what: string): void => void log.push(`${Math.round(clock.now / MILLISECOND)} ${what}`);
  const monitor = createConnectionMonitor(
    clock,
    answered => {
      say('asks');
      clock.after(3 * MILLISECOND, () => answered(left.shift() ?? true));
    },
    () => say('lost'),
  );
  return { clock, log, monitor };
};

describe('a station that gets no Ack', () => {
  it('asks once seven beacons are missing, and takes one Ack of two for an answer', () => {
    const { clock, log, monitor } = setUp(true, false, true);
    monitor.doubt();
    monitor.doubt();
    clock.run(SECOND);
    expect(log.splice(0)).toEqual(['717 asks']);
    monitor.doubt();
    clock.run(3 * SECOND);
    expect(log).toEqual(['1717 asks', '1720 asks']);
  });

  it('is out of reach where neither comes', () => {
    const { clock, log, monitor } = setUp(false, false);
    monitor.doubt();
    clock.run();
    expect(log).toEqual(['717 asks', '720 asks', '723 lost']);
  });

  it.each([500, 718])('doubts no more from the end of its association on, %i ms later', ms => {
    const { clock, log, monitor } = setUp(false, false);
    monitor.doubt();
    clock.run(ms * MILLISECOND);
    const asked = log.length;
    monitor.stop();
    clock.run();
    expect(log).toHaveLength(asked);
  });
});
