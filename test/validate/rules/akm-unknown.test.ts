import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { akmSelectors, akmSuite, PMK_LENGTHS } from '../../../src/crypto/akm.js';
import { akmUnknown } from '../../../src/validate/rules/akm-unknown.js';
import {
  associationRequest,
  associationResponse,
  beacon,
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
  it('is told once, with the AKM and the frames', () => {
    const { findings } = reportOnMpdus([...associationOf(20), ...associationOf(20)], pmks({ A }));
    expect(findings.filter(({ rule }) => rule === 'akm-unknown')).toEqual([
      {
        rule: 'akm-unknown',
        severity: 'note',
        session: 0,
        frames: [5, 6, 7],
        message: 'AKM 00-0F-AC:20 is not known: MICs cannot be checked, and no keys derived.',
      },
    ]);
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
