import { describe, expect, it } from 'vitest';
import { pmkid, pskFromPassphrase } from '../../../src/crypto/index.js';
import type { Keys, Report } from '../../../src/validate/index.js';
import { numberOf } from '../../frame-ref.js';
import { manifestOf, packetsOf, reportOn } from '../../manifest.js';
import {
  AP,
  allOf,
  associated,
  beacon,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  SSID,
  STATION,
  sentAgain,
} from '../peer.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const idOf = (pmk: Uint8Array, akm = '00-0F-AC:2') => pmkid({ akm, pmk, aa: AP, spa: STATION })!;
const naming = (id: Uint8Array, counter = 1, aNonce = 1) =>
  handshake({ pmk: A, aNonce, sNonce: 2, counter, pmkid: id });

/** Of each M1 the PMK that it names, and no other frame names one. */
const namesOf = ({ sessions }: Report): (string | undefined)[] => {
  const frames = sessions.flatMap(session => session.eapolKeyFrames);
  for (const { message, pmkidOf } of frames) if (message !== 'M1') expect(pmkidOf).toBeUndefined();
  return frames.filter(({ message }) => message === 'M1').map(({ pmkidOf }) => pmkidOf);
};
const named = (mpdus: readonly Uint8Array[], keys: Keys) => namesOf(reportOnMpdus(numbered(mpdus), keys));

describe('the PMK that M1 names by its PMKID', () => {
  const start = [beacon(), ...associated];

  it('is that under which the handshake goes on, another one, or none', () => {
    const keys = pmks({ A, B });
    expect(named([...start, ...allOf(naming(idOf(A)))], keys)).toEqual(['A']);
    expect(named([...start, ...allOf(naming(idOf(B)))], keys)).toEqual(['B']);
    expect(named([...start, ...allOf(naming(idOf(key32(7))))], keys)).toEqual([undefined]);
    expect(named([...start, ...allOf(naming(idOf(A)))], {})).toEqual([undefined]);
    expect(named([...start, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))], keys)).toEqual([
      undefined,
    ]);
  });

  it('is told of each M1 of a handshake, and of each copy that the capture has', () => {
    const [first, second] = [naming(idOf(B)).m1, naming(idOf(B), 2).m1];
    const sent = numbered([...start, first, second]);
    const report = reportOnMpdus([...sent, sentAgain(sent.at(-1)!)], pmks({ A, B }));
    expect(namesOf(report)).toEqual(['B', 'B', 'B']);
  });

  it('is that of the latest, where M1 comes with another PMKID', () => {
    const [first, second] = [naming(idOf(B)).m1, naming(idOf(A), 2).m1];
    expect(named([...start, first, second], pmks({ A, B }))).toEqual([undefined, 'A']);
  });

  it.each(['00-0F-AC:2', '00-0F-AC:6'])(
    'is found where nothing else of the association is there: %s',
    akm => {
      const { m1 } = naming(idOf(A, akm));
      const report = reportOnMpdus([m1], pmks({ B, A }));
      expect(namesOf(report)).toEqual(['A']);
      expect(report.unmatchedKeys.map(({ source }) => source)).toEqual(['B']);
    },
  );

  it('is that of a passphrase, which then fits', () => {
    const psk = pskFromPassphrase({ passphrase: 'password', ssid: SSID });
    const keys = { passphrases: [{ passphrase: 'password' }, { passphrase: 'passw0rd', source: 'other' }] };
    const report = reportOnMpdus([beacon(), naming(idOf(psk)).m1], keys);
    expect(namesOf(report)).toEqual(['passphrase 1']);
    expect(report.unmatchedKeys).toEqual([{ source: 'other', keys: 1 }]);
  });
});

it('is, in the captures of hostapd that have one, that under which the MIC of M2 is right', () => {
  const pairs = ['captures', 'captures/lab'].flatMap(folder =>
    manifestOf(folder).flatMap(capture =>
      reportOn(packetsOf(`${folder}/${capture.file}`), capture).sessions.flatMap(({ eapolKeyFrames }) =>
        eapolKeyFrames.flatMap(({ frame, pmkidOf }) => {
          const m2 = eapolKeyFrames.find(
            one => one.message === 'M2' && numberOf(one.frame) > numberOf(frame),
          );
          return pmkidOf === undefined ? [] : [[pmkidOf, m2?.pmk]];
        }),
      ),
    ),
  );
  expect(pairs.length).toBeGreaterThan(4);
  for (const [ofM1, ofM2] of pairs) expect(ofM1).toBe(ofM2);
});
