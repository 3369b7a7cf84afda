import { describe, expect, it } from 'vitest';
import { decodeElements, type ElementNamed } from '../../../src/codecs/dot11/element.js';
import { decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../../../src/codecs/link/llc.js';
import { createEngine } from '../../../src/flows/engine/engine.js';
import { accessPointFrames, createAccessPoint } from '../../../src/flows/wlan/access-point.js';
import { addressed, CAPABILITIES, dataFramer, managementFrame } from '../../../src/flows/wlan/frames.js';
import type { Radio } from '../../../src/flows/wlan/radio.js';
import { type RsnPolicy, stationRsne } from '../../../src/flows/wlan/rsn.js';
import { createTemporalKey } from '../../../src/flows/wlan/temporal-key.js';

const open: RsnPolicy = {
  akm: '00-0F-AC:2',
  weakerAkm: undefined,
  pairwiseCipher: '00-0F-AC:4',
  groupCipher: '00-0F-AC:4',
  groupManagementCipher: undefined,
};
const BSSID = Uint8Array.of(2, 0, 0, 0, 0, 1);
const addressOf = (number: number): Uint8Array => Uint8Array.of(2, 0, 0, 1, number >> 8, number);
const MOST_AIDS = 2007;

/**
 * An access point by itself, whose frames arrive at once: each is acknowledged.
 * @param arrives told of each frame, by what it is, ahead of its Ack
 */
const setUp = (policy: RsnPolicy = open, arrives: (kind: string) => void = () => {}) => {
  let sent = new Uint8Array();
  const log: string[] = [];
  const acks = { areHeard: true, areDue: true };
  const radio: Radio = {
    address: BSSID,
    receiver: { receive() {} },
    sendReady() {},
    drop() {},
    startOver() {},
    sendSealed: (mpdu, key, how) => radio.send(key.seal(mpdu), how),
    send(mpdu, how) {
      const frame = decodeDot11(mpdu);
      arrives(frame.kind);
      log.push('reasonCode' in frame ? `${frame.kind} ${frame.reasonCode}` : frame.kind);
      sent = mpdu.slice();
      if (acks.areDue) how?.done?.(acks.areHeard);
    },
  };
  let associated = 0;
  const accessPoint = createAccessPoint({
    clock: createEngine(),
    radio,
    tsfStart: 0,
    ssid: 'lwa',
    policy,
    frames: accessPointFrames('lwa', policy),
    host: {
      associated: () => associated++,
      disassociated: () => associated--,
      receive: (_, etherType) => log.push(`received ${etherType.toString(16)}`),
    },
    note() {},
  });
  const authentication = { algorithm: 0, transaction: 1, statusCode: 0, elements: [] };
  const association = {
    capabilityInformation: CAPABILITIES,
    listenInterval: 5,
    elements: decodeElements(stationRsne(policy)),
  };
  const receive = (frame: Uint8Array, station: number, seal = (mpdu: Uint8Array) => mpdu): void =>
    radio.receiver.receive(seal(addressed(frame, BSSID, addressOf(station), BSSID)));
  const authenticate = (station: number): void =>
    receive(managementFrame('authentication', authentication), station);
  const frameData = dataFramer({ fromAccessPoint: false });
  return {
    log,
    acks,
    accessPoint,
    /** Data from it, as it arrives. @param seal protects it; in clear if left out */
    data: (station: number, etherType = LWAAP_ETHERTYPE, seal = (mpdu: Uint8Array) => mpdu) =>
      radio.receiver.receive(seal(frameData(etherType, addressOf(station), BSSID, new Uint8Array(9)))),
    associated: () => associated,
    authenticate,
    receiveFrame: receive,
    associate(station: number, elements = association.elements) {
      authenticate(station);
      receive(managementFrame('association-request', { ...association, elements }), station);
      const answer = decodeDot11(sent);
      if (answer.kind !== 'association-response') throw new Error(`${answer.kind} for a response`);
      return { status: answer.statusCode, aid: answer.aid & 0x3fff };
    },
    leave: (station: number) =>
      receive(managementFrame('deauthentication', { reasonCode: 3, elements: [] }), station),
  };
};

describe('AIDs', () => {
  it('are the lowest that are free', () => {
    const { associate, leave, associated } = setUp();
    const aids = Array.from({ length: MOST_AIDS }, (_, i) => associate(i));
    expect(aids.map(({ aid }) => aid)).toEqual(Array.from({ length: MOST_AIDS }, (_, i) => i + 1));
    expect(associate(3000)).toEqual({ status: 17, aid: 0 });
    expect(associated()).toBe(MOST_AIDS);
    for (const station of [41, 7]) leave(station);
    expect([3000, 3001, 3002].map(station => associate(station))).toEqual([
      { status: 0, aid: 8 },
      { status: 0, aid: 42 },
      { status: 17, aid: 0 },
    ]);
    // Another authentication gives up what there was.
    expect(associate(100)).toEqual({ status: 0, aid: 101 });
    expect(associated()).toBe(MOST_AIDS);
  });

  it('are those of no other station, though one goes and comes as often as there are AIDs', () => {
    const { associate } = setUp();
    expect(associate(1).aid).toBe(1);
    for (let i = 0; i < 2 * MOST_AIDS; i++) expect(associate(2).aid).not.toBe(1);
  });
});

describe('an association', () => {
  it('is none of a station that has authenticated again, where the Ack is of the time before', () => {
    const { associate, authenticate, associated } = setUp(open, kind => {
      if (kind === 'association-response' && isAgain) authenticate(1);
    });
    let isAgain = true;
    expect(associate(1).status).toBe(0);
    expect(associated()).toBe(0);
    isAgain = false;
    expect(associate(1).status).toBe(0);
    expect(associated()).toBe(1);
  });
});

describe('the controlled port (IEEE 802.11-2020, 12.7.6.1)', () => {
  const TK = new Uint8Array(16).fill(7);
  const keyed = (policy?: RsnPolicy) => {
    const one = setUp(policy);
    one.associate(1);
    const send = (etherType: number) => one.accessPoint.send(addressOf(1), etherType, new Uint8Array(9));
    one.log.length = 0;
    const key = createTemporalKey(open.pairwiseCipher, TK);
    const install = () => one.accessPoint.installPairwise(addressOf(1), TK);
    return { ...one, send, install, seal: (mpdu: Uint8Array) => key.seal(mpdu) };
  };

  it('lets nothing pass but EAPOL before there is a key', () => {
    const { data, send, log, install } = keyed();
    for (const etherType of [LWAAP_ETHERTYPE, EAPOL_ETHERTYPE]) {
      data(1, etherType);
      send(etherType);
    }
    expect(log).toEqual(['received 888e', 'data']);
    install();
    send(LWAAP_ETHERTYPE);
    expect(log.slice(2)).toEqual(['data']);
  });

  it('takes nothing but EAPOL in clear once there is one', () => {
    const { data, log, install, seal } = keyed();
    install();
    data(1);
    data(1, EAPOL_ETHERTYPE);
    data(1, LWAAP_ETHERTYPE, seal);
    const other = createTemporalKey(
      open.pairwiseCipher,
      TK.map(octet => octet + 1),
    );
    data(1, LWAAP_ETHERTYPE, mpdu => other.seal(mpdu));
    expect(log).toEqual(['received 888e', 'received 9e65']);
  });

  it.each([
    [undefined, 0],
    ['00-0F-AC:6', 1],
  ])('with group management cipher %s %i station stays that a frame in clear takes away', (cipher, stay) => {
    const { leave, receiveFrame, associated, install, seal } = keyed({
      ...open,
      groupManagementCipher: cipher,
    });
    install();
    leave(1);
    expect(associated()).toBe(stay);
    receiveFrame(managementFrame('deauthentication', { reasonCode: 3, elements: [] }), 1, seal);
    expect(associated()).toBe(0);
  });
});

describe('data of a station that is not associated', () => {
  const AWAY = 'deauthentication 7';

  it('is answered by what tells it so, each time, until that is on its way', () => {
    const { data, log, acks } = setUp();
    data(1);
    expect(log).toEqual([AWAY]);
    acks.areHeard = false;
    data(1);
    acks.areDue = false;
    for (const station of [1, 1, 1, 2]) data(station);
    expect(log).toEqual([AWAY, AWAY, AWAY, AWAY]);
  });

  it('is answered by disassociation where the station has authenticated anew, or somebody in its name', () => {
    const { associate, authenticate, data, log } = setUp();
    associate(1);
    data(1);
    authenticate(1);
    log.length = 0;
    data(1);
    expect(log).toEqual(['disassociation 7']);
  });

  it('has no answer where it may be associated, as far as it knows: its Ack of the response may be lost', () => {
    const { associate, data, log, acks, associated } = setUp();
    acks.areHeard = false;
    associate(1);
    data(1);
    expect([log.at(-1), associated()]).toEqual(['association-response', 0]);
  });

  it('has no answer while it is being sent away, and one where it has not heard of that', () => {
    const { accessPoint, associate, data, log, acks } = setUp();
    associate(1);
    log.length = 0;
    acks.areDue = false;
    accessPoint.deauthenticate(addressOf(1), 15, '');
    data(1);
    expect(log).toEqual(['deauthentication 15']);
    const other = setUp();
    other.associate(1);
    other.acks.areHeard = false;
    other.accessPoint.deauthenticate(addressOf(1), 15, '');
    other.data(1);
    expect(other.log.slice(-2)).toEqual(['deauthentication 15', AWAY]);
  });

  it('is not what control frames are, or management frames', () => {
    const { receiveFrame, log } = setUp();
    for (const first of [0xc4, 0xa4, 0x40, 0xd0])
      receiveFrame(Uint8Array.of(first, ...new Array(27).fill(0)), 1);
    expect(log).toEqual([]);
  });
});

describe('an association is refused with the status code of its reason (IEEE 802.11-2020, Table 9-50)', () => {
  const protectedManagement: RsnPolicy = { ...open, groupManagementCipher: '00-0F-AC:6' };
  const rsne = (policy: RsnPolicy): ElementNamed<'RSN'> => {
    const [element] = decodeElements(stationRsne(policy));
    if (element?.element !== 'RSN') throw new Error('no RSNE');
    return element;
  };
  const statusOf = (change: Partial<ElementNamed<'RSN'>>, policy = open) =>
    setUp(policy).associate(1, [{ ...rsne(policy), ...change } as ElementNamed<'RSN'>]).status;

  it.each([
    [40, 'without an RSNE', () => setUp().associate(1, []).status],
    [41, 'another group cipher', () => statusOf({ groupCipher: '00-0F-AC:2' })],
    [42, 'another pairwise cipher', () => statusOf({ pairwiseCiphers: ['00-0F-AC:2'] })],
    [42, 'two pairwise ciphers', () => statusOf({ pairwiseCiphers: ['00-0F-AC:4', '00-0F-AC:2'] })],
    [43, 'another AKM', () => statusOf({ akms: ['00-0F-AC:8'] })],
    [44, 'another version', () => statusOf({ version: 2 })],
    [31, 'no management frame protection', () => statusOf(rsne(open), protectedManagement)],
    [31, 'management frame protection by force', () => statusOf(rsne(protectedManagement))],
    [
      ...([45, 'protection that is required of who does not have it'] as const),
      () =>
        statusOf({
          capabilities: { ...rsne(open).capabilities!, managementFrameProtectionRequired: true },
        }),
    ],
    [
      ...([46, 'another group management cipher'] as const),
      () => statusOf({ pmkids: [], groupManagementCipher: '00-0F-AC:11' }, protectedManagement),
    ],
    [
      ...([1, 'another SSID'] as const),
      () => setUp().associate(1, [{ element: 'SSID', ssid: Uint8Array.of(0x78) }, rsne(open)]).status,
    ],
  ])('%i: %s', (status, _, answered) => {
    expect(answered()).toBe(status);
  });

  it('but not for management frame protection that the station could do', () => {
    const capabilities = { ...rsne(open).capabilities!, managementFrameProtectionCapable: true };
    expect(statusOf({ capabilities })).toBe(0);
    expect(statusOf({}, protectedManagement)).toBe(0);
  });
});
