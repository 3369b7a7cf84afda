import { describe, expect, it } from 'vitest';
import { viewXwap } from '../../../src/codecs/xwap/index.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { rules } from '../../../src/validate/rules/index.js';
import type { XwapProblem } from '../../../src/validate/xw/problems.js';
import { at, gap, handover, key, observed, pmkInUse, rrc, status, tellUe, tellWt, xw } from './events.js';

const xwap = (...problems: readonly XwapProblem[]): ValidationEvent => ({
  kind: 'xwap',
  ...at(10),
  xw,
  isFromWt: false,
  view: viewXwap({}),
  octets: new Uint8Array(),
  problems,
});
const procedure = (until: number, isNeedless = false, outcome: 'successful' | 'unanswered' = 'unanswered') =>
  ({
    kind: 'xwapProcedure',
    xw,
    procedure: 'eNBInitiatedWTModification',
    message: 'WTModificationRequest',
    request: at(10),
    repetitions: 0,
    response: outcome === 'successful' ? at(until) : undefined,
    outcome,
    ...at(until),
    isNeedless,
    isOneWay: false,
  }) as const satisfies ValidationEvent;
const associationEnd = (ms: number): ValidationEvent => ({
  kind: 'ending',
  ...at(ms),
  ending: { frame: ms, kind: 'deauthentication', by: 'ap', reason: 15 },
});
const problem = (kind: XwapProblem['kind'], ie?: string): XwapProblem => ({ kind, ie, path: 'XwAP-PDU' });

const seen = rrc(1, 'measurementReport');

/** Of each rule: events that break it, with the frames that it names, and events that do not. */
const cases: Readonly<
  Record<
    string,
    {
      readonly broken: readonly (readonly [readonly ValidationEvent[], readonly number[]])[];
      readonly kept: readonly (readonly ValidationEvent[])[];
    }
  >
> = {
  'wt-modification-before-rrc-complete': {
    broken: [
      [
        [seen, tellWt(100, key(1)), ...tellUe(500, 530)],
        [100, 500, 530],
      ],
      [
        [seen, ...tellUe(500, 530), tellWt(510, key(1))],
        [500, 510, 530],
      ],
      // The events of Uu come last where it is told late whose they are.
      [
        [tellWt(100, key(1)), seen, ...tellUe(500, 530)],
        [100, 500, 530],
      ],
    ],
    kept: [
      [seen, ...tellUe(500, 530), tellWt(535, key(1))],
      // Sent again, and refused.
      [seen, ...tellUe(500, 530), tellWt(535, key(1)), tellWt(800, key(1)), ...tellUe(900, 930, 2)],
      [seen, tellWt(10, key(1)), { ...procedure(30), outcome: 'unsuccessful' }, ...tellUe(500, 530)],
      [tellWt(535, key(1)), seen, ...tellUe(500, 530)],
      [seen, gap('uu', 50, 90), tellWt(100, key(1)), ...tellUe(500, 530)],
      [tellWt(100, key(1)), ...tellUe(500, 530)],
      // Another key, and another re-key.
      [seen, tellWt(100, key(9)), ...tellUe(500, 530)],
      [seen, tellWt(100, key(1)), ...tellUe(90_000, 90_030)],
      // A Complete whose request is not there may have confirmed it.
      [seen, rrc(90, 'rrcConnectionReconfigurationComplete'), tellWt(100, key(1)), ...tellUe(500, 530)],
    ],
  },
  'handshake-before-wt-key': {
    broken: [
      [
        [pmkInUse(100, 'M2', key(1)), tellWt(200, key(1))],
        [100, 200],
      ],
    ],
    kept: [
      [tellWt(90, key(1)), pmkInUse(100, 'M2', key(1))],
      [pmkInUse(100, 'M2', key(1)), tellWt(200, key(2))],
      [pmkInUse(100, 'M2', key(1)), gap('xw', 80, 90), tellWt(200, key(1))],
    ],
  },
  'xwap-key-mismatch': {
    broken: [
      [
        [...tellUe(500, 530), tellWt(535, key(9))],
        [500, 535],
      ],
      // In whatever order, and as long as a re-key may take.
      [
        [...tellUe(500, 530), tellWt(5000, key(9))],
        [500, 5000],
      ],
      [
        [...tellUe(500, 530), tellWt(515, key(9))],
        [500, 515],
      ],
      [
        [seen, tellWt(10, key(9)), procedure(30, false, 'successful'), ...tellUe(500, 530)],
        [10, 500],
      ],
      [
        [tellWt(100, key(9), 'wTAdditionPreparation'), ...tellUe(500, 530)],
        [100, 500],
      ],
    ],
    kept: [
      [...tellUe(500, 530), tellWt(535, key(1))],
      [...tellUe(500, 530, 1, { isSure: false }), tellWt(535, key(9))],
      // Farther apart than a re-key is long.
      [seen, ...tellUe(500, 530), tellWt(90_000, key(9))],
      [seen, tellWt(10, key(9)), procedure(30, false, 'successful'), ...tellUe(90_000, 90_030)],
      // Nothing shows that the WT took it.
      [seen, tellWt(10, key(9)), ...tellUe(500, 530)],
      // What told the UE before may be missing.
      [tellWt(10, key(9)), procedure(30, false, 'successful'), rrc(550, 'x'), ...tellUe(600, 630)],
      [seen, gap('uu', 5, 9), tellWt(10, key(9)), procedure(30, false, 'successful'), ...tellUe(600, 630)],
      // The counter starts again, as after a handover that is not there.
      [...tellUe(100, 130, 0), tellWt(135, key(0)), ...tellUe(500, 530, 0), tellWt(535, key(9))],
      [...tellUe(500, 530), gap('uu', 531, 534), tellWt(535, key(9))],
      [...tellUe(500, 530), gap('xw', 531, 534), tellWt(535, key(9))],
      [tellWt(100, key(9), 'wTAdditionPreparation'), gap('xw', 200, 300), ...tellUe(500, 530)],
    ],
  },
  'wt-counter-reuse': {
    broken: [
      [
        [...tellUe(100, 130, 5), ...tellUe(500, 530, 5)],
        [100, 500],
      ],
      [
        [...tellUe(100, 130, 5), ...tellUe(500, 530, 4)],
        [100, 500],
      ],
    ],
    kept: [
      [...tellUe(100, 130, 5), ...tellUe(500, 530, 6)],
      [...tellUe(100, 130, 5), ...tellUe(500, 530, 0, { kenbEpoch: 2 })],
      [...tellUe(100, 130, 5), gap('uu', 200, 300), ...tellUe(500, 530, 5)],
      // Another key goes with the same counter: KeNB is another, by a handover that is not there.
      [...tellUe(100, 130, 5), tellWt(135, key(5)), ...tellUe(500, 530, 5), tellWt(535, key(6))],
      [...tellUe(100, 130, 5), tellWt(135, key(5)), ...tellUe(500, 530, 0), tellWt(535, key(6))],
    ],
  },
  's-kwt-unchanged': {
    broken: [
      [
        [tellWt(100, key(1)), handover(200), tellWt(300, key(1))],
        [100, 250, 300],
      ],
      // Another key in between.
      [
        [tellWt(100, key(1)), handover(200), tellWt(300, key(2)), tellWt(400, key(1))],
        [100, 250, 400],
      ],
      [
        [...tellUe(80, 90, 1), tellWt(100, key(1)), ...tellUe(200, 220, 2), tellWt(300, key(1))],
        [80, 100, 200, 300],
      ],
      [
        [
          ...[...tellUe(80, 90, 1), tellWt(100, key(1))],
          ...[...tellUe(200, 220, 2), tellWt(230, key(2))],
          ...[...tellUe(300, 320, 3), tellWt(330, key(1))],
        ],
        [80, 100, 300, 330],
      ],
    ],
    kept: [
      [...tellUe(80, 90, 1), tellWt(100, key(1)), tellWt(300, key(1)), ...tellUe(400, 420, 2)],
      // For whatever else, before the key of the next WT Counter.
      [
        ...[...tellUe(80, 90, 1), tellWt(100, key(1))],
        ...[...tellUe(200, 220, 2), tellWt(225, key(1)), tellWt(230, key(2))],
      ],
      [tellWt(100, key(1)), handover(200), tellWt(300, key(2))],
      [tellWt(100, key(1)), tellWt(300, key(1))],
    ],
  },
  'mac-i-wrong': {
    broken: [[[rrc(7, 'x', 'invalid')], [7]]],
    kept: [[rrc(7, 'x', 'valid'), rrc(8, 'x')]],
  },
  'status-report-contradicts': {
    broken: [
      [
        [pmkInUse(10, 'M4', key(1)), associationEnd(20), status(300, 'successfulAssociation')],
        [20, 300],
      ],
      [
        [...tellUe(5, 6), pmkInUse(10, 'M4', key(1)), status(300, 'failureTimeout')],
        [10, 300],
      ],
    ],
    kept: [
      [associationEnd(20), pmkInUse(25, 'M4', key(1)), status(300, 'successfulAssociation')],
      [pmkInUse(10, 'M4', key(1)), associationEnd(20), status(200, 'successfulAssociation')],
      [...tellUe(5, 6), pmkInUse(10, 'M4', key(9)), status(300, 'failureTimeout')],
    ],
  },
  'rrc-transaction-open': {
    broken: [[[seen, ...tellUe(100, undefined)], [100]]],
    kept: [tellUe(100, 130), [seen, ...tellUe(100, undefined), gap('uu', 110, 120)]],
  },
  'xwap-unanswered': {
    broken: [[[procedure(5000)], [10]]],
    kept: [
      [procedure(30)],
      [procedure(5000, true)],
      [procedure(20, false, 'successful')],
      [gap('xw', 5, 12), procedure(5000)],
    ],
  },
  'xwap-missing-ie': {
    broken: [[[xwap(problem('missing', 'Cause'))], [10]]],
    kept: [[xwap(problem('not-understood', 'id 999'))]],
  },
  'xwap-malformed': {
    broken: [
      [[xwap(problem('too-many', 'Cause'))], [10]],
      [[xwap(problem('wrong-order', 'Cause'))], [10]],
      [[xwap(problem('transfer-syntax'))], [10]],
      [[xwap(problem('no-wlan', 'MobilitySet'))], [10]],
    ],
    kept: [[xwap()], [xwap(problem('not-understood', 'id 999'))]],
  },
  'xwap-criticality': {
    broken: [
      [
        [xwap({ ...problem('criticality', 'Cause'), criticality: { expected: 'ignore', actual: 'reject' } })],
        [10],
      ],
    ],
    kept: [[xwap()]],
  },
};

const watched = rules.filter(({ id }) => id in cases);

it('every rule of these cases is there', () => {
  expect(watched.map(({ id }) => id).sort()).toEqual(Object.keys(cases).sort());
});

describe.each(watched)('$id', rule => {
  const { broken, kept } = cases[rule.id]!;

  it('finds what breaks it, with the frames', () => {
    for (const [events, frames] of broken)
      expect(observed(rule, events).map(one => one.frames)).toEqual([frames]);
  });

  it('finds nothing else', () => {
    for (const events of kept) expect(observed(rule, events)).toEqual([]);
  });

  it('says it without key material, in a sentence', () => {
    for (const [events] of broken)
      for (const { message } of observed(rule, events)) {
        expect(message).toMatch(/\.$/);
        expect(message).not.toMatch(/[0-9a-f]{16}/);
      }
  });
});

it('forgets the first of very many events', () => {
  const rule = rules.find(({ id }) => id === 'wt-counter-reuse')!;
  const growing = Array.from({ length: 20_000 }, (_, i) => tellUe(i, i, i)).flat();
  expect(observed(rule, growing)).toEqual([]);
});
