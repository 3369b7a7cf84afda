import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { wtAssociationConfirmation } from '../../../src/codecs/xwap/index.js';
import { type Report, validate, validator } from '../../../src/validate/index.js';
import { captureOf } from '../lte/capture.js';
import { IDS, KENB_KEYS, onAir, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { allOf, associated, beacon, handshake, numbered } from '../peer.js';
import { captureOf as fileOf, findingsOf } from '../rule-captures.js';
import { protectedHandshake } from '../rules/protected.js';

const links = { xw: 1, uu: 101, wlan: 127 } as const;

/** What a capture says in which one link's clock is off. */
function skewed(name: string, link: keyof typeof links, ms: number): Promise<Report> {
  const packets = captureOf(name, { dataIntervalMs: 20 }).packets.map(packet =>
    packet.linkType === links[link] ? { ...packet, time: packet.time + BigInt(ms) * 1_000_000n } : packet,
  );
  return validate(packets.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))).report();
}

const errors = ({ findings }: Report): readonly string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

describe('a capture in which the clock of one link is off', () => {
  it.each([
    ['xw', 50],
    ['xw', 500],
    ['xw', 2000],
    ['xw', -50],
    ['xw', -500],
    ['xw', -2000],
    ['wlan', 50],
    ['wlan', 500],
    ['wlan', -50],
    ['wlan', -500],
    ['wlan', -2000],
    ['uu', 50],
    ['uu', 500],
    ['uu', 2000],
  ] as const)('blames nobody for option 2: %s by %i ms', async (link, ms) => {
    const report = await skewed('rekey-option-2', link, ms);
    expect(errors(report)).toEqual([]);
    expect(report.sessions[0]!.verdict).not.toMatch(/option 1/i);
  });

  it('is an error still for option 1, where the WT was given its key even before that', async () => {
    const report = await skewed('rekey-option-1-won-race', 'wlan', -130);
    expect(report.findings.map(({ rule }) => rule)).toContain('handshake-before-wt-key');
    expect(errors(report)).toEqual(['wt-modification-before-rrc-complete']);
  });

  it('is an error still for option 1, where Uu and Xw are of a capture of their own', async () => {
    const { packets } = captureOf('rekey-option-1-won-race', { dataIntervalMs: 20 });
    for (const ms of [50n, -50n, 500n]) {
      const two = packets
        .map(packet =>
          packet.linkType === links.wlan
            ? { ...packet, capture: 1, time: packet.time + ms * 1_000_000n }
            : packet,
        )
        .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
      const report = await validate(two, { captures: ['lte', 'wlan'] }).report();
      expect(errors(report)).toEqual(['wt-modification-before-rrc-complete']);
      expect(report.sessions[0]!.verdict).toMatch(/^Option 1/);
    }
  });

  it('says that its times contradict each other', async () => {
    for (const ms of [50, -50]) {
      const [session] = (await skewed('rekey-option-2', 'xw', ms)).sessions;
      expect(session!.verdict).toMatch(/the times of Xw and of the WLAN contradict each other/);
    }
  });

  it('is not seen where the WT confirms an association that the capture lacks, with a later one behind it', async () => {
    const [before, after] = [
      handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2, counter: 7 }),
      handshake({ pmk: sKwtOf(1), aNonce: 3, sNonce: 4 }),
    ];
    const verdictOf = (...mpdus: readonly Uint8Array[]): string => {
      const packets = packetsOf([
        ...setUp(1),
        { ms: 300, wt: wtAssociationConfirmation(IDS) },
        ...onAir(1000, numbered([beacon(), ...mpdus, ...associated, ...allOf(after)])),
        ...tellWt(5000, sKwtOf(2)),
        ...tellUe(5030, 2),
      ]);
      const own = validator({ keys: KENB_KEYS });
      for (const packet of decodeCapture(fileOf(packets))) own.packet(packet);
      return own.report().sessions[0]!.verdict;
    };
    expect(verdictOf(before.m1, before.m2)).toMatch(/^Option 1: the WT had the S-KWT of WT Counter 2/);
    expect(verdictOf()).toMatch(/the times of Xw and of the WLAN contradict each other/);
  });

  it('says that a WT which completes a handshake had its key', async () => {
    const { findings } = await skewed('initial-access', 'xw', 500);
    const [found] = findings.filter(({ rule }) => rule === 'handshake-before-wt-key');
    expect(found).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(
        /^M2 in frame \d+ is .* in frame \d+, yet M3 in frame \d+ shows that the WT had it: the clocks/,
      ),
    });
  });
});

it('option 1 is still told where a WT is given an S-KWT again that its station has', () => {
  const first = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
  const again = handshake({ pmk: sKwtOf(1), aNonce: 3, sNonce: 4, counter: 3 });
  const capture = packetsOf([
    ...setUp(1),
    ...onAir(100, numbered([beacon(), ...associated, ...allOf(first)])),
    ...tellWt(1000, sKwtOf(1)),
    ...onAir(1010, protectedHandshake(first.ptk, again)),
    ...tellUe(1030, 1),
  ]);
  expect(findingsOf(fileOf(capture), KENB_KEYS).map(({ rule }) => rule)).toContain(
    'wt-modification-before-rrc-complete',
  );
});
