import { describe, expect, it } from 'vitest';
import {
  type BearerToAdd,
  type BearerToModify,
  itemsOf,
  wtAdditionRequest,
  wtModificationRequest,
  type XwapView,
} from '../../../src/codecs/xwap/index.js';
import { playWt } from '../xw/script.js';

const SSID = [{ ssid: Uint8Array.of(0x6c) }];
const enbTunnel = { address: Uint8Array.of(192, 0, 2, 1), teid: 1 };
const bearer = (erabId: number, qci = 9, gbr?: { maximum: number; guaranteed: number }): BearerToAdd => ({
  erabId,
  qos: { qci, priorityLevel: 15, gbr },
  enbTunnel,
  drbIdentity: 1,
});
const addition = (...bearers: readonly BearerToAdd[]) =>
  wtAdditionRequest({
    enbUeXwapId: 1,
    ueIdentity: Uint8Array.of(2, 0, 0, 0, 0, 1),
    sKwt: new Uint8Array(32),
    bearers,
    mobilitySet: SSID,
  });
/** What an answer says of bearers: `+` added, `~` modified, `-` released, and the causes of those that are not admitted. */
function outcome([view, ...others]: readonly XwapView[]): readonly string[] {
  expect(others).toEqual([]);
  const causeOf = (cause: { choice: string | null; value: unknown } | undefined) => String(cause?.value);
  switch (view?.message) {
    case 'WTAdditionRequestReject':
    case 'WTModificationRequestReject':
      return [`rejected: ${causeOf(view.ies.Cause)}`];
    case 'WTAdditionRequestAcknowledge':
      return [
        ...itemsOf(view.ies['E-RABs-Admitted-ToBeAdded-List'] ?? []).map(one => `+${one['e-RAB-ID']}`),
        ...itemsOf(view.ies['E-RABs-NotAdmitted-List'] ?? []).map(
          one => `${one['e-RAB-ID']}: ${causeOf(one.cause)}`,
        ),
      ];
    case 'WTModificationRequestAcknowledge':
      return [
        ...itemsOf(view.ies['E-RABs-Admitted-ToBeAdded-ModAckList'] ?? []).map(one => `+${one['e-RAB-ID']}`),
        ...itemsOf(view.ies['E-RABs-Admitted-ToBeModified-ModAckList'] ?? []).map(
          one => `~${one['e-RAB-ID']}`,
        ),
        ...itemsOf(view.ies['E-RABs-Admitted-ToBeReleased-ModAckList'] ?? []).map(
          one => `-${one['e-RAB-ID']}`,
        ),
        ...itemsOf(view.ies['E-RABs-NotAdmitted-List'] ?? []).map(
          one => `${one['e-RAB-ID']}: ${causeOf(one.cause)}`,
        ),
      ];
    default:
      throw new Error(`${view?.message} is no answer`);
  }
}

const TWICE = 'multiple-E-RAB-ID-instances';
const rates = { maximum: 1000, guaranteed: 1000 };

describe('WT Addition (TS 36.463, 8.8.4)', () => {
  const answer = (...bearers: readonly BearerToAdd[]) =>
    outcome(
      playWt()
        .connect()
        .tell(addition(...bearers)),
    );

  it('fails an E-RAB whose identity is there twice, once', () => {
    expect(answer(bearer(5), bearer(6), bearer(5), bearer(5))).toEqual(['+6', `5: ${TWICE}`]);
    expect(answer(bearer(5), bearer(5))).toEqual([`rejected: ${TWICE}`]);
  });

  it('fails a bearer of guaranteed bit rate without bit rates', () => {
    expect(answer(bearer(5, 1), bearer(6, 1, rates), bearer(7, 65), bearer(8, 9))).toEqual([
      ...['+6', '+8'],
      ...['5: invalid-QoS-combination', '7: invalid-QoS-combination'],
    ]);
    expect(answer(bearer(5, 1))).toEqual(['rejected: invalid-QoS-combination']);
  });
});

describe('a bearer at a WT', () => {
  const answer = (change: Partial<BearerToAdd>) =>
    outcome(
      playWt()
        .connect()
        .tell(addition({ ...bearer(5), ...change })),
    );
  const overIpv6 = { address: new Uint8Array(16).fill(0x20), teid: 1 };

  it.each([
    ['of the last DRB that LWAAP can name', { drbIdentity: 31 }, '+5'],
    ['of one that it cannot', { drbIdentity: 32 }, 'rejected: unspecified'],
    ['for downlink alone', { drbIdentity: undefined }, '+5'],
    ['over IPv6, which it does not have', { enbTunnel: overIpv6 }, 'rejected: unspecified'],
  ])('%s', (_, change, expected) => {
    expect(answer(change)).toEqual([expected]);
  });

  it('is not modified to go over IPv6', () => {
    const enb = playWt().connect();
    enb.tell(addition(bearer(5), bearer(6)));
    const request = wtModificationRequest({
      enbUeXwapId: 1,
      wtUeXwapId: 1,
      bearersToModify: [
        { erabId: 5, enbTunnel: overIpv6 },
        { erabId: 6, enbTunnel },
      ],
    });
    expect(outcome(enb.tell(request))).toEqual(['~6', '5: unspecified']);
  });
});

describe('WT Modification (TS 36.463, 8.9.4)', () => {
  const answer = (change: {
    add?: readonly BearerToAdd[];
    modify?: readonly BearerToModify[];
    release?: readonly number[];
    sKwt?: Uint8Array;
  }) => {
    const enb = playWt().connect();
    enb.tell(addition(bearer(5), bearer(6)));
    const { add, modify, release, sKwt } = change;
    const request = wtModificationRequest({
      enbUeXwapId: 1,
      wtUeXwapId: 1,
      sKwt,
      bearersToAdd: add,
      bearersToModify: modify,
      bearersToRelease: release?.map(erabId => ({ erabId })),
    });
    return outcome(enb.tell(request));
  };

  it('admits nothing of an E-RAB whose identity is there twice, in one list or in both', () => {
    expect(answer({ add: [bearer(7), bearer(7), bearer(8)] })).toEqual(['+8', `7: ${TWICE}`]);
    expect(answer({ modify: [{ erabId: 5 }, { erabId: 5 }, { erabId: 6 }] })).toEqual(['~6', `5: ${TWICE}`]);
    expect(answer({ add: [bearer(5), bearer(7)], modify: [{ erabId: 5 }] })).toEqual(['+7', `5: ${TWICE}`]);
    expect(answer({ add: [bearer(5)] })).toEqual([`rejected: ${TWICE}`]);
  });

  it('releases once what is to be released twice', () => {
    expect(answer({ release: [5, 5] })).toEqual(['-5']);
  });

  it('adds anew what is released by the same message', () => {
    expect(answer({ add: [bearer(5)], release: [5] })).toEqual(['+5', '-5']);
  });

  it('does not admit a bearer of guaranteed bit rate without bit rates', () => {
    const qos = { qci: 4, priorityLevel: 15 };
    expect(answer({ add: [bearer(7, 4), bearer(8, 4, rates)] })).toEqual([
      ...['+8', '7: invalid-QoS-combination'],
    ]);
    expect(
      answer({
        modify: [
          { erabId: 5, qos },
          { erabId: 6, qos: { ...qos, gbr: rates } },
        ],
      }),
    ).toEqual([...['~6', '5: invalid-QoS-combination']]);
  });

  it('takes another mobility set by itself, or with bearers that it does not admit', () => {
    const enb = playWt().connect();
    enb.tell(addition(bearer(5)));
    const pair = { enbUeXwapId: 1, wtUeXwapId: 1 };
    expect(outcome(enb.tell(wtModificationRequest({ ...pair, mobilitySet: SSID })))).toEqual([]);
    const unknown = { bearersToRelease: [{ erabId: 9 }] };
    expect(outcome(enb.tell(wtModificationRequest({ ...pair, ...unknown, mobilitySet: SSID })))).toEqual([
      '9: unspecified',
    ]);
  });

  it('says of what it does not have that it is not admitted, and rejects what is nothing else', () => {
    expect(answer({ modify: [{ erabId: 9 }], release: [5] })).toEqual(['-5', '9: unspecified']);
    expect(answer({ release: [9] })).toEqual(['rejected: unspecified']);
    expect(answer({ release: [9], sKwt: new Uint8Array(32) })).toEqual(['9: unspecified']);
  });
});
