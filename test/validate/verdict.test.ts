import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../src/codecs/capture/index.js';
import { fromHex } from '../../src/codecs/hex.js';
import { lwaReconfiguration, wlanConnectionStatusReport } from '../../src/codecs/rrc/index.js';
import { type Keys, validate, validator } from '../../src/validate/index.js';
import { manifestOf, packetsOf } from '../manifest.js';
import { type Capture, captureOf, lteKeysOf, RADIOTAP } from './lte/capture.js';
import {
  KENB,
  KENB_KEYS,
  type Signal,
  setUp,
  packetsOf as signalsAsPackets,
  sKwtOf,
  tellWt,
} from './lte/peer.js';
import { allOf, associated, beacon, handshake, key32, numbered, pmks, reportOnMpdus } from './peer.js';
import { captureOf as captureFile } from './rule-captures.js';

const verdictOf = async ({ packets }: Capture, keys: Keys): Promise<string> => {
  const { sessions } = await validate(packets, { keys }).report();
  return sessions[0]!.verdict;
};

describe.each([
  ['rekey-option-1-mic', 'Option 1: the WT had the S-KWT of WT Counter 0 before the UE'],
  ['rekey-option-1-pmkid', 'Option 1: the WT had the S-KWT of WT Counter 0 before the UE'],
  ['rekey-option-1-won-race', 'Option 1: the WT had the S-KWT of WT Counter 0 before the UE'],
  ['rekey-ue-initiated', 'Option 1: the WT had the S-KWT of WT Counter 0 before the UE'],
  ['rekey-option-2', 'Option 2: the UE had WT Counter 0 before the WT'],
  ['rekey-option-2-stale-supplicant', 'Option 2: the UE had WT Counter 0 before the WT'],
  ['rekey-without-handover', 'Option 2: the UE had WT Counter 1 before the WT'],
  ['wt-modification-rejected', 'The WT refused the WT Modification Request'],
])('the verdict on %s', (name, opening) => {
  const capture = captureOf(name);
  const kenbs = lteKeysOf(capture.keys);
  const pmks = capture.keys.pmks.map(({ name, hex }) => ({ name, pmk: fromHex(hex) }));

  it.each([
    ['every key', { ...kenbs, pmks }],
    // A UE that may have the KeNB of before or that of after a handover may have either S-KWT.
    ['KeNBs alone', kenbs],
    ['the first KeNB', lteKeysOf(capture.keys, { first: true })],
    ['no key', {}],
  ])('begins with who had the S-KWT first, with %s', async (_, keys) => {
    expect(await verdictOf(capture, keys)).toMatch(new RegExp(`^${opening}`));
  });
});

it.each([
  ['rekey-option-1-mic', [{ wtCounter: 0, first: 'wt' }]],
  ['rekey-option-2', [{ wtCounter: 0, first: 'ue' }]],
  [
    'wt-modification-rejected',
    [
      { wtCounter: 0, refused: true },
      { wtCounter: 1, first: 'ue' },
    ],
  ],
  ['initial-access', undefined],
])('the re-keys of %s are told to programs, too', async (name, rekeys) => {
  const { packets } = captureOf(name);
  const session = (await validate(packets).report()).sessions[0]!;
  expect(session.rekeys).toEqual(
    rekeys?.map(one => ({
      ...one,
      given: expect.any(Number),
      told: expect.any(Number),
      confirmed: expect.any(Number),
    })),
  );
  for (const { given, told, confirmed } of session.rekeys ?? []) {
    const rrc = session.rrc!.map(({ frame, message }) => `${frame} ${message}`);
    expect(rrc).toContain(`${told} RRCConnectionReconfiguration`);
    expect(rrc).toContain(`${confirmed} RRCConnectionReconfigurationComplete`);
    expect(session.xw!.map(({ frame, message }) => `${frame} ${message}`)).toContain(
      `${given} WTModificationRequest`,
    );
  }
});

it('a message that tells no WT Counter for sure is none of a re-key', async () => {
  const { packets, keys } = captureOf('rekey-option-2', { uu: 'pdcp' });
  const { sessions } = await validate(packets).report();
  expect(sessions[0]!.rekeys).toEqual([{ given: expect.any(Number) }]);
  expect(keys.pmks).not.toEqual([]);
});

describe('where Uu is not all there, the verdict on option 2', () => {
  const { packets, keys } = captureOf('rekey-option-2', { uu: 'pdcp' });
  const isUu = ({ linkType, bytes }: (typeof packets)[number]): boolean =>
    linkType === 101 && bytes[9] === 17;

  it('blames nobody, whichever packet of it is missing', async () => {
    for (const packet of packets.filter(isUu)) {
      const rest = packets.filter(other => other !== packet);
      for (const given of [lteKeysOf(keys), {}]) {
        const verdict = await verdictOf({ packets: rest, keys }, given);
        expect(verdict, `without frame ${packet.frame}`).not.toMatch(/option 1|another S-KWT/i);
      }
    }
  });
});

describe('where a message of RRC is altered, and others can be read, the verdict', () => {
  const verdictWith = (...signals: readonly Signal[]): string => {
    const own = validator({ keys: KENB_KEYS });
    const all = [...setUp(1), ...signals].sort((a, b) => a.ms - b.ms);
    for (const packet of decodeCapture(captureFile(signalsAsPackets(all, KENB)))) own.packet(packet);
    return own.report().sessions[0]!.verdict;
  };
  const altered: Signal = { ms: 1000, down: lwaReconfiguration({ transactionId: 1 }), kenb: key32(0xee) };
  const report: Signal = { ms: 2000, up: wlanConnectionStatusReport('suspended') };

  it('says that it may be what tells the UE of the key, where it is near', () => {
    expect(verdictWith(...tellWt(990, sKwtOf(3)), altered, report)).toMatch(
      /^The WT Modification Request in frame 5 gives the WT a new S-KWT, and what tells the UE of it may be in frame 7, which could not be read; /,
    );
  });

  it('does not say that all behind it cannot be read', () => {
    expect(verdictWith(altered, report, ...tellWt(190_000, sKwtOf(3)))).toMatch(
      /^The WT Modification Request in frame 7 gives the WT a new S-KWT that no RRC message in the capture tells the UE of; /,
    );
    expect(verdictWith(...tellWt(990, sKwtOf(3)), report, { ...altered, ms: 99_000 })).toMatch(
      /gives the WT a new S-KWT that no RRC message in the capture tells the UE of; /,
    );
    expect(verdictWith(...tellWt(990, sKwtOf(3)), altered)).toMatch(
      /what RRC tells the UE cannot be read from frame 7 on: a KeNB opens what is ciphered; /,
    );
  });
});

describe('where RRC is ciphered and no KeNB is known, the verdict on option 2', () => {
  it('says that it cannot be read, and blames nobody', async () => {
    const verdict = await verdictOf(captureOf('rekey-option-2', { uu: 'pdcp' }), {});
    expect(verdict).toMatch(
      /^The WT Modification Request in frame \d+ gives the WT a new S-KWT, and what RRC /,
    );
    expect(verdict).toMatch(
      /RRC tells the UE cannot be read from frame \d+ on: a KeNB opens what is ciphered;/,
    );
  });
});

describe('the verdict on a capture whose PMK changes', () => {
  const [folder, file] = ['captures', 'e2-pmk-change-opt1-ap-first-set-wpa-psk-rekey-cmd.pcap'];
  const capture = manifestOf(folder).find(one => one.file === file)!;
  const packets = packetsOf(`${folder}/${file}`);

  it.each([
    ['PMK1', '19–25 (PMK1) and 4-way handshake 166–172 (PMK not known)'],
    ['PMK2', '19–25 (PMK not known) and 4-way handshake 166–172 (PMK2)'],
  ])('with %s alone does not take the other handshake for one under it', async (name, handshakes) => {
    const keys = { pmks: [{ name, pmk: fromHex(capture.pmks[name]!) }] };
    const { sessions } = await validate(packets, { keys }).report();
    expect(sessions[0]!.verdict).toContain(
      `Complete under ${name} and a PMK that is not known: 4-way handshake ${handshakes}`,
    );
  });
});

it('says of a handshake whose nonces the capture lacks that it was not verified, and not that its PMK is another', () => {
  const A = key32(0xa1);
  const { m2, m4 } = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
  const mpdus = [beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 })), m2, m4];
  const { sessions } = reportOnMpdus(numbered(mpdus), pmks({ A }));
  expect(sessions[0]!.verdict).toBe(
    'Complete under A: 4-way handshake 4–7 (A) and re-key 8–9 (not verified); 2 MICs not verified.',
  );
});

it.each(['captures/d-wpa2-psk-wrong-psk.pcap', 'captures/lab/wrong-psk.pcap'])(
  '%s is found wrong without any key',
  async path => {
    const { findings } = await validate(packetsOf(path)).report();
    expect(new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`))).toEqual(
      new Set(['error m2-not-accepted']),
    );
  },
);

describe('a capture that begins behind the WT Addition Request, without keys', () => {
  it.each(['rekey-ue-initiated', 'rekey-option-1-mic'])(
    '%s: opens data under the S-KWT of the re-key',
    async name => {
      const { packets } = captureOf(name, { dataIntervalMs: 50 });
      const { sessions } = await validate(packets.filter(({ frame }) => frame! > 110)).report();
      const { eapolKeyFrames, protectedFrames } = sessions[0]!;
      const m4 = eapolKeyFrames.at(-1)!;
      expect([m4.message, m4.mic, m4.pmk]).toEqual(['M4', 'valid', 'Xw S-KWT #1']);
      // All but what is under the S-KWT of before.
      const isData = ({ bytes, linkType }: (typeof packets)[number]): boolean =>
        linkType === RADIOTAP && bytes.length > 100;
      const later = packets.filter(packet => packet.frame! > Number(m4.frame) && isData(packet)).length;
      expect(later).toBeGreaterThan(20);
      expect(protectedFrames.decrypted).toBeGreaterThanOrEqual(later);
    },
  );
});

it('takes data in both directions for M4, where the capture lacks that, and perhaps M3', async () => {
  const { packets, keys } = captureOf('initial-access', { dataIntervalMs: 20 });
  const given = { ...lteKeysOf(keys), pmks: keys.pmks.map(({ name, hex }) => ({ name, pmk: fromHex(hex) })) };
  const { sessions } = await validate(packets, { keys: given }).report();
  const m4 = sessions[0]!.eapolKeyFrames.find(({ message }) => message === 'M4')!.frame;
  const without = packets.filter((_, i) => i + 1 !== m4);
  const m3 = sessions[0]!.eapolKeyFrames.find(({ message }) => message === 'M3')!.frame;
  const handshakesOf = async (of: typeof packets) =>
    (await validate(of, { keys: given }).report()).sessions[0]!.handshakes.map(
      ({ complete, shownByData }) => [complete, shownByData],
    );
  expect(await handshakesOf(packets)).toEqual([[true, undefined]]);
  for (const shown of [without, packets.filter((_, i) => i + 1 !== m4 && i + 1 !== m3)]) {
    expect(await verdictOf({ packets: shown, keys }, given)).toMatch(
      /^Complete, as data in both directions under its keys show, though M4 is not in the capture: 4-way handshake \d+–\d+ \(.*\)\.$/,
    );
    expect(await handshakesOf(shown)).toEqual([[false, true]]);
  }
  const cut = without.slice(0, Number(m4));
  expect(await handshakesOf(cut)).toEqual([[false, undefined]]);
  expect(await verdictOf({ packets: cut, keys }, given)).toMatch(/^Not complete: /);
});
