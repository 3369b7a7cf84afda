import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { validator } from '../../../src/validate/index.js';
import { suspension } from '../../../src/validate/rules/suspension.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  pmks,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const at = (ms: number, bytes: Uint8Array): Sample => ({ linkType: 105, bytes, ms });
const start = [
  beacon(),
  ...associated,
  ...allOf(first),
  at(100, userData(first.ptk)),
  at(110, userDataDown(first.ptk)),
];
const between = protectedHandshake(first.ptk, rekey).map((bytes, i) => at(120 + i, bytes));
const then = (up: number, down: number) => [at(up, userData(rekey.ptk)), at(down, userDataDown(rekey.ptk))];

testRule(suspension, {
  keys: pmks({ A }),
  options: { limits: { suspensionMs: 50 } },
  broken: [...start, ...between, ...then(151, 152)],
  sound: [...start, ...between, ...then(140, 150)],
});

it('may be as long as the limit', () => {
  const found = (up: number) =>
    findingsOf(captureOf([...start, ...between, ...then(up, 152)]), pmks({ A }), {
      limits: { suspensionMs: 50 },
    }).filter(({ rule }) => rule === suspension.id);
  expect(found(150)).toHaveLength(0);
  expect(found(151)).toHaveLength(1);
});

describe('the suspension in a report', () => {
  const measured = (samples: readonly Sample[]) => {
    const own = validator({ keys: pmks({ A }) });
    for (const packet of decodeCapture(captureOf(samples))) own.packet(packet);
    return own.report().sessions[0]!.suspension;
  };

  it('is the longest, in each direction', () => {
    expect(measured([...start, ...between, ...then(151, 152)])).toEqual({
      uplinkMs: 51,
      downlinkMs: 42,
      around: 10,
    });
  });

  it('is measured where an association is lost and made again, and not where the station had left', () => {
    const back = [...associated, ...allOf(handshake({ pmk: A, aNonce: 5, sNonce: 6 }))].map((bytes, i) =>
      at(5000 + i, bytes),
    );
    const up = at(5010, userData(handshake({ pmk: A, aNonce: 5, sNonce: 6 }).ptk));
    const lost = [...start, ...between.slice(0, 1), at(4000, deauthentication('ap', 15)), ...back, up];
    expect(measured(lost)).toEqual({ uplinkMs: 4910, around: 10 });
    expect(measured([...start, at(4000, deauthentication('station', 3)), ...back, up])).toBeUndefined();
  });

  it('is not where there is no user data on both sides', () => {
    expect(measured(start)).toBeUndefined();
    expect(measured([...start, ...between])).toBeUndefined();
  });
});
