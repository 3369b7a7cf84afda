import { describe, expect, it } from 'vitest';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { createPendingProcedures, type XwapResponse } from '../../../src/flows/xw/procedures.js';
import type { XwapMessage } from '../../../src/flows/xw/xwap-message.js';

/** Nothing is looked at but which one it is. */
const response = (name: string) => ({ name }) as unknown as XwapMessage;

describe('procedures that wait for responses', () => {
  const setUp = () => {
    const clock = createEngine();
    const pending = createPendingProcedures(clock, SECOND);
    const log: string[] = [];
    const nameOf = (message: XwapResponse | undefined): string =>
      (message as unknown as { name: string } | undefined)?.name ?? 'none';
    const expectOne = (key: number, request: string): void =>
      pending.expect(
        key,
        message => log.push(`${request}: ${nameOf(message)}`),
        message => log.push(`${request}, late: ${nameOf(message)}`),
      );
    return { clock, pending, log, expectOne };
  };

  it('are told of a response once, or after their time that there is none', () => {
    const { clock, pending, log, expectOne } = setUp();
    expectOne(1, 'a');
    clock.run(SECOND / 2);
    expectOne(2, 'b');
    pending.settle(2, response('to b'));
    pending.settle(2, response('again'));
    clock.run(2 * SECOND);
    expect(log).toEqual(['b: to b', 'a: none']);
  });

  it('have each its own time, whichever of the others are answered', () => {
    const { clock, pending, log, expectOne } = setUp();
    for (const [key, request] of ['a', 'b', 'c', 'd'].entries()) {
      clock.run((key * SECOND) / 4);
      expectOne(key, request);
    }
    pending.settle(2, response('to c'));
    const until = (quarters: number): readonly string[] => {
      clock.run((quarters * SECOND) / 4 + 1);
      return log.splice(0);
    };
    expect(until(3)).toEqual(['c: to c']);
    expect([4, 5, 6, 7].map(until)).toEqual([['a: none'], ['b: none'], [], ['d: none']]);
  });

  it('do not take the late response to an earlier one for theirs: responses come in the order of requests', () => {
    const { clock, pending, log, expectOne } = setUp();
    expectOne(1, 'first');
    clock.run(2 * SECOND);
    expectOne(1, 'second');
    clock.run(4 * SECOND);
    expectOne(1, 'third');
    pending.settle(1, response('to the first'));
    pending.settle(1, response('to the second'));
    pending.settle(1, response('to the third'));
    pending.settle(1, response('to none'));
    expect(log).toEqual([
      'first: none',
      'second: none',
      'first, late: to the first',
      'second, late: to the second',
      'third: to the third',
    ]);
  });
});
