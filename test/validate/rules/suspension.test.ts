import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { validator } from '../../../src/validate/index.js';
import { suspension } from '../../../src/validate/rules/suspension.js';
import {
  AP,
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  pmks,
  STATION,
  under,
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

describe('suspension', () => {
  const found = (samples: readonly Sample[], suspensionMs = 50) =>
    findingsOf(captureOf(samples), pmks({ A }), { limits: { suspensionMs } })
      .filter(({ rule }) => rule === suspension.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const says = (sender: string, ms: number, frames: string, lacks = '') =>
    `No user data from the ${sender} for ${ms} ms around a handshake, between frames ${frames}${lacks}; the limit is 50 ms.`;
  const lacking = (frames: string, sender: string) =>
    `, where the capture lacks ${frames} from the ${sender}`;
  /** Data under the keys before and after, with packet numbers of its own. */
  const up = (ms: number, pn: bigint, { ptk } = rekey) => at(ms, userData(ptk, STATION, pn));
  const down = (ms: number, pn: bigint, { ptk } = rekey) => at(ms, userDataDown(ptk, STATION, pn));

  it('is told of each direction', () => {
    expect(found([...start, ...between, up(151, 1n), down(161, 1n)])).toEqual([
      ['error', [8, 14], says('station', 51, '8 and 14')],
      ['error', [9, 15], says('AP', 51, '9 and 15')],
    ]);
  });

  it('may be as long as the limit, which need not be whole', () => {
    const all = [...start, ...between, up(150, 1n), down(160, 1n)];
    expect(found(all)).toEqual([]);
    expect(found(all, 49.9995)).toHaveLength(2);
  });

  it('is not looked for without a limit', () => {
    const all = findingsOf(captureOf([...start, ...between, up(9000, 1n)]), pmks({ A }));
    expect(all.map(({ rule }) => rule)).not.toContain(suspension.id);
  });

  it('is a warning where data that the capture lacks may have made it shorter', () => {
    expect(found([...start, ...between, up(200, 3n), down(201, 1n)])).toEqual([
      ['warning', [8, 14], says('station', 100, '8 and 14', lacking('2 protected frames', 'station'))],
      ['error', [9, 15], says('AP', 91, '9 and 15')],
    ]);
    expect(found([...start, ...between, up(140, 1n), down(170, 2n)])).toEqual([
      ['warning', [9, 15], says('AP', 60, '9 and 15', lacking('1 protected frame', 'AP'))],
    ]);
  });

  it('counts what is missing before a frame of the handshake, too', () => {
    const { m1, m2, m3, m4 } = rekey;
    const { tk } = first.ptk;
    const lossy = [
      up(115, 500n, first),
      at(120, under(tk, m1)),
      at(121, under(tk, m2, 0, 503n)),
      at(122, under(tk, m3)),
      at(123, under(tk, m4, 0, 504n)),
    ];
    expect(found([...start, ...lossy, up(200, 1n)])).toEqual([
      ['warning', [10, 15], says('station', 85, '10 and 15', lacking('2 protected frames', 'station'))],
    ]);
  });

  it('is an error where so few frames cannot', () => {
    expect(found([...start, ...between, up(251, 3n)])).toEqual([
      ['error', [8, 14], says('station', 151, '8 and 14', lacking('2 protected frames', 'station'))],
    ]);
    expect(found([...start, ...between, up(250, 3n)]).map(([severity]) => severity)).toEqual(['warning']);
  });

  it('is an error where what is missing was sent before it, and where frames came late', () => {
    const earlier = [at(60, userData(first.ptk)), up(105, 900n, first)];
    expect(found([...start, ...earlier, ...between, up(160, 1n)])).toEqual([
      ['error', [11, 16], says('station', 55, '11 and 16')],
    ]);
    // The handshake goes no further, and the keys before stay in use.
    const late = [up(111, 1001n, first), up(112, 1000n, first)];
    expect(found([...start, ...late, ...between.slice(0, 1), up(170, 1002n, first)])).toEqual([
      ['error', [11, 13], says('station', 58, '11 and 13')],
    ]);
  });
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
    const left = at(4000, deauthentication('station', 3));
    expect(measured([...start, left, ...back, up])).toBeUndefined();
    // What it left in is a re-key that fails; or one that did not, of which the capture lacks M4.
    expect(measured([...start, ...between.slice(0, 1), left, ...back, up])).toEqual({
      uplinkMs: 4910,
      around: 10,
    });
    const used = [...start, ...between.slice(0, 3), ...then(130, 131)];
    expect(measured([...used, left, ...back, up])).toEqual({ uplinkMs: 30, downlinkMs: 21, around: 10 });
    expect(measured([...start.slice(0, 6), ...start.slice(7), left, ...back, up])).toBeUndefined();
  });

  it('is none where the station comes back from another AP', () => {
    const [request, response] = associated as [Uint8Array, Uint8Array];
    const { ptk, ...messages } = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const from = (ap: Uint8Array) => [
      // A reassociation request names it behind the listen interval.
      Uint8Array.of(0x20, ...request.subarray(1, 28), ...ap, ...request.subarray(28)),
      response.with(0, 0x30),
      ...Object.values(messages),
      userData(ptk),
    ];
    const back = (ap: Uint8Array) => measured([...start, ...from(ap).map((bytes, i) => at(5000 + i, bytes))]);
    expect(back(AP)).toEqual({ uplinkMs: 4906, around: 12 });
    expect(back(AP.with(5, 2))).toBeUndefined();
  });

  it('is not where there is no user data on both sides', () => {
    expect(measured(start)).toBeUndefined();
    expect(measured([...start, ...between])).toBeUndefined();
  });
});
