import { describe, expect, it } from 'vitest';
import { packetNumberOctets } from '../../../src/codecs/dot11/index.js';
import { protectBip } from '../../../src/crypto/index.js';
import { unprotectedDeauthentication } from '../../../src/validate/rules/unprotected-deauthentication.js';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  damaged,
  dataFromAp,
  deauthentication,
  deauthenticationOfAll,
  errors,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  numbered,
  pmks,
  reportOnMpdus,
  runs,
  sentAgain,
  under,
  userData,
  userDataDown,
  wrappedKeyData,
} from '../peer.js';
import {
  A,
  capable,
  exchange,
  found,
  IGTK,
  keys,
  ofAp,
  protectedAssociation,
  report,
  toAll,
  verdict,
} from '../protected-management.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const { first, second, asked, begins, start, m1, rest } = protectedAssociation();

testRule(unprotectedDeauthentication, {
  keys: pmks({ A }),
  broken: numbered([...start, m1, ofAp(15), ...rest]),
  sound: numbered([...start, m1, ...rest, under(second.ptk.tk, ofAp(3))]),
});

describe('a forged deauthentication', () => {
  it('ends nothing, and is told', () => {
    const forged = [...start, m1, ofAp(15), ...rest];
    expect(runs(report(...forged))).toEqual(['initial 4,5,6,7', 're-key 9,11,12,13']);
    expect(found(...forged)).toEqual([
      'error: The deauthentication of the AP in frame 10, reason 15, is in clear, though the two protect management frames; the AP goes on under its keys in frame 12: it is forged.',
    ]);
    expect(errors(report(...forged))).toEqual(['unprotected-deauthentication 10']);
  });

  it('is told without a beacon, too, where M3 has an IGTK', () => {
    const [, ...without] = start;
    expect(found(...without, ofAp(15), userDataDown(first.ptk))).toEqual([
      'error: The deauthentication of the AP in frame 8, reason 15, is in clear, though the two protect management frames; the AP goes on under its keys in frame 9: it is forged.',
    ]);
  });

  it('of the station', () => {
    expect(found(...start, m1, deauthentication('station', 3), ...rest)).toEqual([
      'error: The deauthentication of the station in frame 10, reason 3, is in clear, though the two protect management frames; the station goes on under its keys in frame 11: it is forged.',
    ]);
  });

  it('to all, in clear or under another key', () => {
    for (const [frame, flaw] of [
      [deauthenticationOfAll(3), 'in clear'],
      [damaged(toAll(IGTK)), 'under a wrong MIC'],
      [toAll(new Uint8Array(16).fill(0x45)), 'under a wrong MIC'],
    ] as const) {
      expect(verdict(...start, m1, frame, ...rest)).toMatch(/^Complete under A: [^;]*\.$/);
      expect(found(...start, m1, frame, ...rest)[0]).toContain(`is ${flaw}, though`);
    }
  });

  it('is told as forged though a response, or M1, is forged behind it, where the association goes on', () => {
    const withForged = (...forged: readonly Uint8Array[]) => {
      const mpdus = numbered([...start, ofAp(2), ...forged, userDataDown(first.ptk, undefined, 2n)]);
      const at = (i: number) => i + (i < 8 ? 0 : i < mpdus.length - 1 ? 600 : 1200);
      return findingsOf(
        captureOf(mpdus.map((bytes, i) => ({ linkType: 105, bytes, ms: at(i) }))),
        keys,
      ).flatMap(({ rule, severity, frames }) => (severity === 'error' ? [`${rule} ${frames}`] : []));
    };
    expect(withForged(asked[1]!)).toEqual(['unprotected-deauthentication 9']);
    expect(withForged(...asked)).toEqual(['unprotected-deauthentication 9']);
    expect(withForged(asked[0]!, exchange(9, 1).m1)).toEqual(['unprotected-deauthentication 9']);
    expect(withForged(...asked, dataFromAp(IP_BODY))).toEqual([
      'unprotected-deauthentication 9',
      'clear-data 12',
    ]);
    // The handshake of another association, which the station completes.
    expect(withForged(...asked, ...allOf(exchange(9, 1)))).toEqual([]);
  });

  it('does not hide what is wrong behind it', () => {
    const eapol = [second.m1, second.m2, second.m3, second.m4];
    const { findings } = report(...start, ofAp(7), ...eapol);
    expect(findings.map(({ rule }) => rule)).toContain('clear-eapol');
  });

  it('is counted with others of its kind, and a copy once', () => {
    const flood = Array.from({ length: 400 }, (_, i) => ofAp(i % 2 === 0 ? 1 : 2));
    const { findings } = report(...start, ...flood, userDataDown(first.ptk));
    const named = findings.filter(({ rule }) => rule === unprotectedDeauthentication.id);
    expect(named.map(({ frames }) => frames.length)).toEqual([32, 32]);
    expect(found(...start, ...flood, userDataDown(first.ptk))).toEqual([
      expect.stringMatching(
        /^warning: .* in frames 9, .* and 246 more, .*: they are forged, or the AP had lost its keys\.$/,
      ),
      expect.stringMatching(
        /^error: The deauthentications of the AP in frames 265, .* and 134 more, reasons 1 and 2, are in clear, .* in frame 409: they are forged\.$/,
      ),
    ]);
    const [one] = numbered([ofAp(1)]) as [Uint8Array];
    const twice = reportOnMpdus([...numbered(start), one, one], pmks({ A }));
    expect(
      twice.findings.flatMap(({ rule, frames }) => (rule.startsWith('unprotected') ? frames : [])),
    ).toEqual([9]);
  });
});

describe('a deauthentication in clear', () => {
  it('is a warning for reasons 6 and 7, and where the AP is not heard again', () => {
    expect(found(...start, ofAp(7), userDataDown(first.ptk))[0]).toMatch(
      /^warning: .*: it is forged, or the AP did not know the station for its own\.$/,
    );
    expect(found(...start, ofAp(2), userData(first.ptk))).toEqual([
      'warning: The deauthentication of the AP in frame 9, reason 2, is in clear, though the two protect management frames: it is forged, or the AP had lost its keys.',
    ]);
  });

  it('is one though the capture lacks M4, where frames are under the keys', () => {
    const { m1, m2, m3, ptk } = first;
    const deauthenticated = (...behind: readonly Uint8Array[]) =>
      [keys, {}].map(of =>
        reportOnMpdus(numbered([...begins, m1, m2, m3, ...behind, deauthentication('station', 1)]), of)
          .findings.map(({ rule }) => rule)
          .includes(unprotectedDeauthentication.id),
      );
    expect(deauthenticated(userData(ptk))).toEqual([true, true]);
    expect(deauthenticated()).toEqual([false, false]);
  });

  it('may be damaged in the capture where it is to all and has a wrong MIC', () => {
    const wrong = damaged(toAll(IGTK));
    const of = 'The deauthentication of the AP to all in frame 9, reason 3, is under a wrong MIC';
    const both = 'though the two protect management frames';
    expect(found(...start, wrong)).toEqual([
      `warning: ${of}, ${both}: it is forged, or damaged in the capture, or the AP had lost its keys.`,
    ]);
    expect(found(...start, wrong, ...asked, ...allOf(exchange(5, 1)))).toEqual([
      `warning: ${of}, ${both}, and the station associates anew in frame 11: the AP had lost its keys, or the station took what is forged, or the capture holds it damaged.`,
    ]);
    expect(found(...start, wrong, userDataDown(first.ptk))).toEqual([
      `error: ${of}, ${both}; the AP goes on under its keys in frame 10: it is forged.`,
    ]);
  });

  it('is a note with a wrong MIC to all where the capture may lack the IGTK', () => {
    const wrong = toAll(new Uint8Array(16).fill(0x45));
    const of = 'note: The deauthentication of the AP to all in frame 10, reason 3, is under a wrong MIC';
    const ups = [997n, 999n].map(pn => userData(first.ptk, undefined, pn));
    expect(found(...start, ...ups, wrong)[0]).toMatch(/^warning: /);
    for (const shows of [userDataDown(first.ptk, undefined, 999n), userDataDown(exchange(5, 1).ptk)]) {
      expect(found(...start, shows, wrong)).toEqual([
        `${of}, though the two protect management frames: it is forged, or damaged in the capture, or the AP had lost its keys, or the capture lacks its IGTK.`,
      ]);
      expect(found(...start, shows, wrong, ...asked, ...allOf(exchange(5, 1)))[0]).toMatch(
        /^note: .*, or the capture lacks its IGTK\.$/,
      );
    }
  });

  it('is a warning all the same where what the capture lacks is of before the IGTK, or under no keys that came into use', () => {
    const wrong = toAll(new Uint8Array(16).fill(0x45));
    const severities = (...samples: readonly (readonly [ms: number, mpdu: Uint8Array])[]) => {
      const bytes = numbered(samples.map(([, mpdu]) => mpdu));
      return findingsOf(
        captureOf(samples.map(([ms], i) => ({ linkType: 105, bytes: bytes[i]!, ms }))),
        pmks({ A }),
      ).flatMap(({ rule, severity }) => (rule === unprotectedDeauthentication.id ? [severity] : []));
    };
    const begun = start.map((mpdu, i) => [i, mpdu] as const);
    const down = userDataDown(first.ptk, undefined, 2n);
    const closed = userDataDown(exchange(5, 1).ptk);
    expect(severities(...begun, [100, closed], [612, down], [700, wrong])).toEqual(['note']);
    expect(severities(...begun, [100, closed], [613, down], [700, wrong])).toEqual(['warning']);
    const left = [
      ...begun,
      [10, userDataDown(first.ptk, undefined, 2000n)],
      [11, under(first.ptk.tk, ofAp(3))],
    ] as const;
    const again = [...asked, ...allOf(exchange(5, 1))].map((mpdu, i) => [20 + i, mpdu] as const);
    expect(severities(...left, ...again, [100, wrong])).toEqual(['warning']);
  });

  it('has no reason to tell where it is cut off before that', () => {
    const cut = ofAp(3).subarray(0, 24);
    expect(found(...start, cut)).toEqual([
      'warning: The deauthentication of the AP in frame 9 is in clear, though the two protect management frames: it is forged, or the AP had lost its keys.',
    ]);
    expect(found(...start, cut, ofAp(3))[0]).toContain(
      'deauthentications of the AP in frames 9 and 10, reason 3, are',
    );
  });

  it('is the end where M1 in clear shows the response to a request, which the capture lacks', () => {
    const left = [...start, deauthentication('station', 2)];
    const again = [asked[0]!, ...allOf(exchange(5, 3))];
    expect(found(...left, ...again)).toEqual([
      'note: The deauthentication of the station in frame 9, reason 2, is in clear, though the two protect management frames, and the station associates anew in frame 11: the station had lost its keys, as it says, or the AP took what is forged.',
    ]);
    expect(runs(report(...left, ...again))).toEqual(['initial 4,5,6,7', 'initial 11,12,13,14']);
    // Where the AP refuses it, or under the keys of before, it is a re-key.
    const refused = [asked[0]!, associationResponse(30), ...allOf(exchange(5, 3))];
    const rekey = [asked[0]!, ...protectedHandshake(first.ptk, exchange(5, 3))];
    for (const mpdus of [refused, rekey]) expect(runs(report(...left, ...mpdus))[1]).toMatch(/^re-key /);
  });

  it('is the end where the station associates anew, and its sender had sent nothing under its keys', () => {
    const again = [...asked, ...allOf(exchange(5, 1))];
    const restarted = [...start, m1, ofAp(7), userData(first.ptk), ...again];
    expect(verdict(...restarted)).toContain('re-key 9 (ended by the AP in frame 10, reason 7)');
    expect(found(...restarted)).toEqual([
      'note: The deauthentication of the AP in frame 10, reason 7, is in clear, though the two protect management frames, and the station associates anew in frame 13: the AP had lost its keys, as it says, or the station took what is forged.',
    ]);
    expect(found(...start, deauthenticationOfAll(1), ...again)[0]).toMatch(
      /^warning: The deauthentication of the AP to all in frame 9, .* anew in frame 11: the AP had lost its keys, or the station took what is forged\.$/,
    );
    expect(errors(report(...restarted))).toEqual([]);
    expect(found(...start, deauthenticationOfAll(2), ...again)[0]).toMatch(/^note: /);
  });

  it('is the end where its sender is heard under its keys behind it, but by the clock of a second sniffer', () => {
    const again = [...asked, ...allOf(exchange(5, 1))];
    const begin = [...start, ofAp(1), userDataDown(first.ptk)];
    const severities = (ms: number) =>
      findingsOf(
        captureOf(
          numbered([...begin, ...again]).map((bytes, i) => ({
            linkType: 105,
            bytes,
            ms: i < begin.length ? i : ms + i,
          })),
        ),
        pmks({ A }),
      ).flatMap(({ rule, severity }) => (rule === 'unprotected-deauthentication' ? [severity] : []));
    expect(severities(1000)).toEqual(['warning']);
    expect(severities(6000)).toEqual(['error']);
    const [early, late] = [userDataDown(first.ptk), userDataDown(first.ptk)];
    expect(found(...start, early, ofAp(1), late)[0]).toMatch(/^error: /);
    expect(found(...start, late, ofAp(1), early)[0]).toMatch(/^warning: /);
    expect(found(...start, early, ofAp(1), early)[0]).toMatch(/^warning: /);
  });

  it('may be of before the association, where a second sniffer shows that as much behind', () => {
    const mpdus = numbered([...start, ofAp(2), userDataDown(first.ptk)]);
    /** An end 300 ms behind the response that lets the station in, which comes again after so many ms. */
    const told = (ms: number, again = (mpdu: Uint8Array) => mpdu) => {
      const copy = { linkType: 105, bytes: again(mpdus[2]!), ms: 2 + ms };
      const all = mpdus.map((bytes, i) => ({ linkType: 105, bytes, ms: i < 8 ? i : 294 + i }));
      return findingsOf(captureOf([...all, copy].sort((a, b) => a.ms - b.ms)), keys).flatMap(
        ({ rule, severity, message }) =>
          rule === unprotectedDeauthentication.id ? [`${severity}: ${message}`] : [],
      );
    };
    const goesOn = (frame: number) =>
      `The deauthentication of the AP in frame 9, reason 2, is in clear, though the two protect management frames; the AP goes on under its keys in frame ${frame}: it is forged`;
    const late = `${goesOn(10)}, or of before the association, by a second sniffer whose clock is behind.`;
    expect(told(301)).toEqual([`warning: ${late}`]);
    expect(told(4999)).toEqual([`warning: ${late}`]);
    expect(told(300)).toEqual([`error: ${goesOn(11)}.`]);
    expect(told(301, sentAgain)).toEqual([`error: ${goesOn(10)}.`]);
  });

  it('may be the end where its sender is heard under keys of since then, and the capture lacks how it came by them', () => {
    const begun = [...start, deauthentication('station', 2)];
    const again = exchange(5, 1);
    const all = [...begun, ...allOf(again), userData(again.ptk), userDataDown(again.ptk)];
    expect(found(...all)).toEqual([
      'warning: The deauthentication of the station in frame 9, reason 2, is in clear, though the two protect management frames: it is forged, or the station had lost its keys.',
    ]);
    expect(errors(report(...all))).toEqual([]);
    expect(found(...all, userData(first.ptk))[0]).toMatch(
      /^error: .* under its keys in frame 16: it is forged\.$/,
    );
  });

  it('is the end where the station comes back long after, and its sender sent nothing in between', () => {
    const begin = [...start, ofAp(7)];
    const back = numbered([...begin, ...asked, ...allOf(exchange(5, 1))]).map((bytes, i) => ({
      linkType: 105,
      bytes,
      ms: i < begin.length ? i : 60_000 + i,
    }));
    expect(
      findingsOf(captureOf(back), pmks({ A })).flatMap(({ rule, severity }) =>
        rule === unprotectedDeauthentication.id ? [severity] : [],
      ),
    ).toEqual(['note']);
  });

  it('is no end where a request is refused until an SA Query is over', () => {
    expect(verdict(...start, m1, ofAp(7), asked[0]!, associationResponse(30), ...rest)).toMatch(
      /^Complete under A: [^;]*\.$/,
    );
  });
});

describe('a deauthentication to all whose packet number was used before', () => {
  const of = (pn: bigint) => protectBip('00-0F-AC:6', IGTK, deauthenticationOfAll(3), pn, 4);
  const told = (...samples: readonly (readonly [ms: number, mpdu: Uint8Array])[]) => {
    const bytes = numbered(samples.map(([, mpdu]) => mpdu));
    return findingsOf(
      captureOf(samples.map(([ms], i) => ({ linkType: 105, bytes: bytes[i]!, ms }))),
      keys,
    ).flatMap(({ rule, severity, message }) =>
      rule === unprotectedDeauthentication.id ? [`${severity}: ${message}`] : [],
    );
  };
  /** Frames 1 to 8 from so many milliseconds on; M3 tells that the AP is at this packet number. */
  const from = (ms: number, nonces: number, pn: bigint) => {
    const { m1, m2, m4, ptk } = exchange(nonces, 1);
    const igtk = { kde: 'IGTK', keyId: 4, ipn: packetNumberOctets(pn), igtk: IGTK } as const;
    const keyData = wrappedKeyData(ptk, igtk);
    const m3 = keyFrame({ info: 0x13ca, counter: 2, nonce: key32(nonces), keyData, kck: ptk.kck });
    const mpdus = [...begins, m1, m2, m3, m4, userDataDown(ptk)];
    return mpdus.map((mpdu, i) => [ms + i, mpdu] as const);
  };
  const down = (ms: number, nonces: number) => [ms, userDataDown(exchange(nonces, 1).ptk)] as const;
  const its =
    'The deauthentication of the AP to all in frame 9, reason 3, has a packet number that was used before';

  it('as M3 tells, is replayed, or shown late by a second sniffer', () => {
    expect(told(...from(0, 11, 7n), [6000, of(7n)], down(6001, 11))).toEqual([
      `error: ${its}; the AP goes on under its keys in frame 10: it is replayed.`,
    ]);
    expect(told(...from(0, 13, 7n), [5005, of(7n)], down(6001, 13))).toEqual([
      `warning: ${its}; the AP goes on under its keys in frame 10: it is replayed, or a second sniffer took it whose clock is behind.`,
    ]);
    expect(told(...from(0, 15, 7n), [6000, of(6n)])).toEqual([`error: ${its}: it is replayed.`]);
    expect(told(...from(0, 17, 7n), [6000, of(1n)], ...from(6001, 19, 7n))).toEqual([
      `error: ${its}, and the station associates anew in frame 12: it is replayed.`,
    ]);
  });

  it('is none where it is a new one, and ends the association', () => {
    const then = [6001, ofAp(2)] as const;
    expect(told(...from(0, 25, 7n), [6000, of(8n)], then)).toEqual([]);
    expect(told(...from(0, 25, 7n), [6000, of(7n)], then)).toHaveLength(2);
  });
});

describe('a request to associate that is refused', () => {
  const plain = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const begun = [...begins, plain.m1, first.m2, plain.m3, plain.m4, userDataDown(plain.ptk)];
  // It says that the station cannot protect management frames, and may be forged.
  const request = associated[0]!;

  it('leaves the suites as they are', () => {
    const all = [...begun, request, associationResponse(30), ofAp(15), userDataDown(plain.ptk)];
    expect(found(...all)[0]).toMatch(
      /^error: The deauthentication of the AP in frame 11, reason 15, is in clear/,
    );
    expect(found(...begun, request, request, associationResponse(30), ofAp(15))).toHaveLength(1);
  });

  it('does not bring back the suites of before a handshake, of which the capture lacks the response', () => {
    const of = (aNonce: number) => handshake({ pmk: A, aNonce, sNonce: 2 });
    const before = [capable(beacon()), ...associated, ...allOf(of(5)), deauthentication('station', 3)];
    const lacking = begun.slice(1).filter(mpdu => mpdu !== asked[1]);
    const all = [...before, ...lacking, request, associationResponse(30), ofAp(15)];
    expect(found(...all)).toHaveLength(1);
  });
});
