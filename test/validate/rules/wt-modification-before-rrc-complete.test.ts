import { describe, expect, it } from 'vitest';
import { radioNetworkCause, wtModificationRequestReject } from '../../../src/codecs/xwap/index.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { validate } from '../../../src/validate/index.js';
import type { UeSKwtEvent } from '../../../src/validate/lte-events.js';
import { wtModificationBeforeRrcComplete } from '../../../src/validate/rules/wt-modification-before-rrc-complete.js';
import { captureOf } from '../lte/capture.js';
import { key, observed, rrc, tellUe as toUe, tellWt as toWt } from '../lte/events.js';
import { IDS, KENB_KEYS, packetsOf, type Signal, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { captureOf as fileOf, findingsOf, testRule } from '../rule-captures.js';

testRule(wtModificationBeforeRrcComplete, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...tellWt(1000, sKwtOf(2)), ...tellUe(1030, 2)]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))]),
});

const found = (rekey: readonly Signal[]) =>
  findingsOf(fileOf(packetsOf([...setUp(1), ...rekey])), KENB_KEYS).map(
    ({ rule, severity, frames, message }) => ({ rule, severity, frames, message }),
  );
/** Frame 5 tells the UE WT Counter 2; frames 6 and 7 give the WT a key and answer it; frame 8 is the Complete. */
const [request, complete] = tellUe(1000, 2) as [Signal, Signal];
const modification = tellWt(1010, sKwtOf(2)) as [Signal, Signal];

describe('the error says whether the UE had not been told the WT Counter, or had not confirmed it', () => {
  const error = (frames: readonly number[], message: string) => [
    { rule: wtModificationBeforeRrcComplete.id, severity: 'error', frames, message },
  ];
  const given = (frame: number) => `The WT was given the S-KWT of WT Counter 2 in frame ${frame}`;

  it('not told', () => {
    expect(found([...modification, ...tellUe(1030, 2)])).toEqual(
      error([5, 7, 8], `${given(5)}, before the UE was told that counter in frame 7: option 1.`),
    );
  });

  it('not told, and it never confirms it', () => {
    const [told] = tellUe(1030, 2);
    expect(found([...modification, told!])).toContainEqual(
      error([5, 7], `${given(5)}, before the UE was told that counter in frame 7: option 1.`)[0],
    );
  });

  it('not confirmed', () => {
    expect(found([request, ...modification, complete])).toEqual(
      error([5, 6, 8], `${given(6)}, before the UE confirmed that counter in frame 8: option 1.`),
    );
  });
});

it('is no finding where the WT refuses the modification: it starts no handshake', () => {
  const reject = wtModificationRequestReject({ ...IDS, cause: radioNetworkCause('security-failure') });
  expect(found([request, modification[0], { ms: 1012, wt: reject }, complete])).toEqual([]);
});

it('is no finding for the addition with which LWA begins, which goes before its WT Counter', () => {
  const addition = toWt(100, key(1), 'wTAdditionPreparation');
  const events = [rrc(1, 'measurementReport'), addition, ...toUe(500, 530)];
  expect(observed(wtModificationBeforeRrcComplete, events)).toEqual([]);
});

it('is no finding where Xw is too early by its clock: the WT confirms an association that is not there yet', async () => {
  const { packets } = captureOf('rekey-option-2');
  const early = packets
    .map(packet => (packet.linkType === 1 ? { ...packet, time: packet.time - 50_000_000n } : packet))
    .sort((a, b) => Number(a.time - b.time));
  const report = await validate(early).report();
  expect(report.findings.filter(({ rule }) => rule === wtModificationBeforeRrcComplete.id)).toEqual([]);
  expect(report.sessions[0]!.verdict).toContain('the times of Xw and of the WLAN contradict each other');
});

it('is an error in spite of a packet that comes twice, long before and shortly apart', async () => {
  const { packets } = captureOf('rekey-option-1-won-race');
  const copied = packets.findIndex(({ linkType, bytes }) => linkType === 1 && bytes.length > 100);
  const copy = { ...packets[copied]!, time: packets[copied]!.time + 1_000_000n };
  const twice = packets.toSpliced(copied + 1, 0, copy).sort((a, b) => Number(a.time - b.time));
  for (const capture of [packets, twice]) {
    const { findings } = await validate(capture).report();
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain(
      `error ${wtModificationBeforeRrcComplete.id}`,
    );
  }
});

describe('where the clocks of two sniffers differ by 50 ms', () => {
  const severities = (...events: readonly ValidationEvent[]) =>
    observed(
      wtModificationBeforeRrcComplete,
      [rrc(1, 'measurementReport'), toWt(110, key(1)), ...events],
      50_000_000n,
    ).map(({ frames, severity }) => [severity, frames]);
  const told = (sKwt: Uint8Array) => toUe(500, 530, 1, { sKwt, isSure: false });
  const error = [[undefined, [110, 500, 530]]];
  const warning = [['warning', [110, 500, 530]]];
  const other = toWt(100, key(9));

  it('is a warning where two S-KWTs are that close, unless the key tells which it is', () => {
    expect(severities(other, ...told(key(2)))).toEqual(warning);
    expect(severities(other, ...told(key(1)))).toEqual(error);
  });

  it('is an error where the key is that of one of the KeNBs that the UE may have', () => {
    const [event, transaction] = told(key(2)) as [UeSKwtEvent, ValidationEvent];
    const candidates = [...event.candidates, { sKwt: key(1), kenb: 'KeNB #2' }];
    expect(severities(other, { ...event, candidates }, transaction)).toEqual(error);
  });

  it('is an error where no other S-KWT is close, whatever other RRC is', () => {
    expect(severities(toWt(40, key(9)), ...told(key(2)))).toEqual(error);
    expect(severities(rrc(105, 'measurementReport'), ...told(key(2)))).toEqual(error);
  });
});
