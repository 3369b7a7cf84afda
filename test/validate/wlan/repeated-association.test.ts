import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { validator } from '../../../src/validate/index.js';
import { fixture, packetsOf } from '../../manifest.js';
import {
  AP,
  allOf,
  associationRequest,
  associationResponse,
  beacon,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  runs,
  STATION,
} from '../peer.js';
import { captureOf, findingsOf } from '../rule-captures.js';

interface SlowCapture {
  readonly file: string;
  readonly pmks: readonly string[];
  readonly tks: readonly string[];
}

const { captures } = JSON.parse(new TextDecoder().decode(fixture('captures/slow/MANIFEST.json'))) as {
  captures: readonly SlowCapture[];
};

/** What the validator says of a capture of hostapd 2.11: handshakes, findings, PTKs. */
function saidOf(file: string) {
  const { pmks: keys } = captures.find(one => one.file === file)!;
  const { packet, report } = validator({
    keys: { pmks: keys.map(hex => ({ name: 'PMK', pmk: fromHex(hex) })) },
    showKeys: true,
  });
  for (const one of packetsOf(`captures/slow/${file}`)) packet(one);
  const told = report();
  return {
    runs: runs(told),
    findings: told.findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    ptks: told.sessions.flatMap(({ keys }) =>
      keys.flatMap(({ kind, hex }) => (kind === 'ptk' ? [hex!] : [])),
    ),
    undecrypted: told.sessions.map(({ protectedFrames }) => protectedFrames.undecrypted),
  };
}

describe('an AP that answers late is asked again, and begins its handshake anew', () => {
  it('with M1 in clear behind M4, as it dropped the keys', () => {
    expect(saidOf('ccmp.pcap')).toMatchObject({
      runs: ['initial 22,26,30,32', '-initial 34,36,38', 'initial 53,55,57,59,61,63,65,67'],
      findings: [],
    });
    expect(saidOf('wpa1-ccmp.pcap')).toMatchObject({
      runs: ['initial 18,22,24,28,30,32', '-initial 34,36,38,40', 'initial 59,61,63,65', 'group 67,69'],
      findings: [
        'note handshake-incomplete: The AP ends the association in frame 42, reason 2, after M2, whose MIC is right under PMK, before the handshake is complete; the handshake that ends in frame 65 is complete.',
      ],
    });
  });

  it('and has no key then to open M2 with: that says nothing of the PMK', () => {
    expect(saidOf('tkip.pcap')).toMatchObject({
      runs: ['initial 25,29,31,33,35,39', '-initial 37,41,43,45,49,53,55,57', 'initial 70,72,74,76'],
      findings: [
        'error m2-not-accepted: M2 in frames 45, 49, 53 and 57 is right under PMK, but the AP sends M1 again (frames 37, 41, 43 and 55): it holds no key to open M2 with, which is protected, as M1 is not, or another PMK than the station, or M2 does not reach it. It gives up in frame 59, reason 15.',
      ],
    });
  });

  it.each([
    ['gcmp256.pcap', ['-initial 29,33,35,37', '-initial 39,41', 'initial 43,45,47,49']],
    ['sae-ext-key.pcap', ['-initial 20,24,26,30', 'initial 28,32,34,36,38,40']],
  ])('with another ANonce: answers are of that which they repeat the counter of (%s)', (file, expected) => {
    const { runs: found, findings } = saidOf(file);
    expect(found).toEqual(expected);
    expect(findings.filter(finding => !finding.startsWith('note handshake-incomplete'))).toEqual([]);
  });

  it.each(captures.map(({ file, tks }) => [file, tks] as const))('has the TKs of %s', (file, tks) => {
    const { ptks, undecrypted } = saidOf(file);
    for (const tk of tks) expect(ptks.some(ptk => ptk.includes(tk))).toBe(true);
    expect(undecrypted).toEqual([0]);
  });
});

describe('a further association response', () => {
  const A = key32(0xa1);
  const h = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const anew = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
  const start = [beacon(), associationRequest(), associationResponse()];
  /** An authentication of the station, open system (IEEE 802.11-2020, 9.3.3.11). */
  const authentication = Uint8Array.of(0xb0, 0, 0, 0, ...AP, ...STATION, ...AP, 0, 0, 0, 0, 1, 0, 0, 0);
  const runsOf = (mpdus: readonly Uint8Array[]) =>
    runs(reportOnMpdus(numbered([...start, ...mpdus]), pmks({ A })));
  const again = [associationRequest(), associationResponse()];

  it('goes on with the handshake that is under way', () => {
    expect(runsOf([h.m1, ...again, h.m2, h.m3, h.m4])).toEqual(['initial 4,7,8,9']);
  });

  it('lets the AP begin anew, from the first replay counter on', () => {
    const mpdus = [h.m1, ...again, anew.m1, h.m2, anew.m2, anew.m3, anew.m4];
    expect(runsOf(mpdus)).toEqual(['-initial 4,8', 'initial 7,9,10,11']);
    const found = findingsOf(captureOf(numbered([...start, ...mpdus])), pmks({ A }));
    expect(found.map(({ rule }) => rule)).toEqual(['handshake-incomplete']);
  });

  it('lets it do so once', () => {
    const third = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const mpdus = [h.m1, ...again, anew.m1, third.m1, anew.m2, anew.m3, anew.m4];
    const found = findingsOf(captureOf(numbered([...start, ...mpdus])), pmks({ A }));
    expect(found.map(({ rule }) => rule)).toContain('forged-message');
  });

  it('is a new association where the station authenticates anew, or the handshake was complete', () => {
    expect(runsOf([h.m1, authentication, ...again, h.m2])).toEqual(['-initial 4', '-initial 8']);
    expect(runsOf([...allOf(h), ...again, anew.m1, anew.m2, anew.m3, anew.m4])).toEqual([
      'initial 4,5,6,7',
      'initial 10,11,12,13',
    ]);
  });

  it('is a new association where the one before is longer ago than a station waits', () => {
    const late = numbered([...start, h.m1, ...again, h.m2]).map((bytes, i) => ({
      bytes,
      time: i < 4 ? 0n : 6_000_000_000n,
    }));
    const { packet, report } = validator({ keys: pmks({ A }) });
    for (const { bytes, time } of late)
      packet({ time, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
    expect(runs(report())).toEqual(['-initial 4', '-initial 7']);
  });
});
