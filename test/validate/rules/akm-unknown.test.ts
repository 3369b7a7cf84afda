import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { akmSelectors, akmSuite, PMK_LENGTHS } from '../../../src/crypto/akm.js';
import { akmUnknown } from '../../../src/validate/rules/akm-unknown.js';
import {
  associationRequest,
  associationResponse,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const { m1, m2, m3, m4, ptk } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** The RSNE with the AKM of a type. */
const rsneOf = (akm: number): Uint8Array => RSNE.map((octet, i) => (i === 19 ? akm : octet));
const requestOf = (akm: number): Uint8Array => {
  const request = associationRequest();
  request.set(rsneOf(akm), request.length - RSNE.length);
  return request;
};
const m2Of = (akm: number): Uint8Array =>
  keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData: rsneOf(akm), kck: ptk.kck });
const associationOf = (akm: number): Uint8Array[] =>
  numbered([beacon(), requestOf(akm), associationResponse(), m1, m2Of(akm), m3, m4]);

testRule(akmUnknown, {
  keys: pmks({ A }),
  broken: associationOf(20),
  sound: numbered([beacon(), associationRequest(), associationResponse(), m1, m2, m3, m4]),
});

describe('akm-unknown', () => {
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A })): readonly string[] =>
    reportOnMpdus(numbered(mpdus), keys).findings.flatMap(({ rule, severity, frames, message }) =>
      rule === akmUnknown.id ? [`${severity} ${frames}: ${message}`] : [],
    );
  const note = (akm: number, frames: string) =>
    `note ${frames}: AKM 00-0F-AC:${akm} is not known: MICs cannot be checked, and no keys derived.`;
  const left = deauthentication('station', 3);

  it('is told once of each AKM, with the first frames', () => {
    expect(found([...associationOf(20), left, ...associationOf(20)])).toEqual([note(20, '5,6,7')]);
    expect(found([...associationOf(20), left, ...associationOf(21)])).toEqual([
      note(20, '5,6,7'),
      note(21, '13,14,15'),
    ]);
  });

  it('is told where M2 alone shows it', () => {
    expect(found([m1, m2Of(20), m3, m4])).toEqual([note(20, '2,3,4')]);
  });

  it('is not told of an M1, which has no MIC, nor of what cannot be checked for another reason', () => {
    expect(found([beacon(), requestOf(20), associationResponse(), m1])).toEqual([]);
    expect(found(associationOf(2), {})).toEqual([]);
    expect(found([m3, m4])).toEqual([]);
    // The station asks for a re-key.
    const request = keyFrame({ info: 0x0b02, counter: 0, kck: ptk.kck });
    expect(found([beacon(), requestOf(20), associationResponse(), request])).toEqual([]);
  });

  it('is that of the handshake, whatever the station asks for next', () => {
    expect(found([...associationOf(2), requestOf(20), associationResponse(), m1], {})).toEqual([]);
    expect(found([...associationOf(20), requestOf(2), associationResponse()])).toEqual([note(20, '5,6,7')]);
  });

  it('is told of none that docs/captures.md lists, which are all that are known', () => {
    const page = readFileSync(new URL('../../../docs/captures.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(.*)` \| (.*) \| (.*) \|$/gm)].map(row => row.slice(1));
    const known = akmSelectors.map(akm => {
      const lengths = PMK_LENGTHS.filter(length => akmSuite(akm, length)!.pmkLength === length);
      return [akm, akmSuite(akm)!.name, lengths.join(', ').replace(/, (?=\d+$)/, ' or ')];
    });
    expect(rows.filter(([akm]) => /^00-/.test(akm!))).toEqual(known);
  });
});
