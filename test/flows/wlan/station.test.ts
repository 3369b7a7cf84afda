import { describe, expect, it } from 'vitest';
import { decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { accessPointFrames } from '../../../src/flows/wlan/access-point.js';
import { addressed, CAPABILITIES, managementFrame } from '../../../src/flows/wlan/frames.js';
import type { Radio } from '../../../src/flows/wlan/radio.js';
import { createStation } from '../../../src/flows/wlan/station.js';
import { createStationProfile } from '../../../src/flows/wlan/station-profile.js';
import { frameOf, run, secondsOf } from '../play.js';

describe('a UE that no handshake comes to', () => {
  it('leaves after 10 s and comes back, as where the access point has heard no Ack of its response', () => {
    const left = Array.from({ length: 20 }, (_, seed) =>
      run('wlan-initial', { loss: 0.5, dataIntervalMs: 0, durationMs: 40_000 }, seed),
    ).flatMap(({ packets, measures }) => {
      const index = packets.findIndex(p =>
        p.comments?.includes('no handshake has come to an end: the UE leaves, reason 3'),
      );
      return index < 0 ? [] : [{ packets, index, outcome: measures.ues[0]!.outcome }];
    });
    expect(left.length).toBeGreaterThan(0);
    expect(left.some(({ outcome }) => outcome === 'associated')).toBe(true);
    for (const { packets, index } of left) {
      const response = packets.slice(0, index).findLast(p => frameOf(p).kind === 'association-response')!;
      expect(Math.abs(secondsOf(packets[index]!) - secondsOf(response) - 10)).toBeLessThan(0.1);
    }
  });
});

describe('a UE that is sent away', () => {
  it('sends nothing more under the key of the association that has ended', () => {
    for (const [seed, dataIntervalMs] of [
      [1, 2],
      [2, 5],
      [3, 5],
      [4, 5],
    ] as const) {
      const { packets } = run('rekey-option-2-stale-supplicant', { dataIntervalMs }, seed);
      const frames = packets.filter(p => p.linkType === 127).map(frameOf);
      const end = frames.findIndex(frame => frame.kind === 'deauthentication');
      const back = frames.findIndex((frame, i) => i > end && frame.kind === 'probe-request');
      const between = frames.slice(end, back).map(({ kind }) => kind);
      expect(frames.slice(0, end).filter(({ kind }) => kind === 'data').length).toBeGreaterThan(1000);
      expect(between).toEqual(['deauthentication', 'ack']);
    }
  });
});

describe('a UE with a wrong key', () => {
  it('pauses longer and longer, as wpa_supplicant does', () => {
    const durationMs = 6_000_000;
    const { packets } = run('wlan-initial', { ueWtCounter: 7, dataIntervalMs: 0, durationMs });
    const steps = packets.filter(p => ['deauthentication', 'probe-request'].includes(frameOf(p).kind));
    const pauses = steps.flatMap((packet, i) =>
      i > 0 && frameOf(packet).kind === 'probe-request'
        ? [Math.floor(secondsOf(packet) - secondsOf(steps[i - 1]!))]
        : [],
    );
    const times = (count: number, pause: number): readonly number[] => new Array<number>(count).fill(pause);
    expect(pauses.slice(0, 51)).toEqual([10, 20, 30, 60, 60, ...times(5, 90), ...times(40, 120), 300]);
  });
});

describe('a station', () => {
  const BSSID = Uint8Array.of(2, 0, 0, 0, 0, 1);
  const address = Uint8Array.of(2, 0, 0, 0, 0, 2);
  const policy = {
    akm: '00-0F-AC:2',
    pairwiseCipher: '00-0F-AC:4',
    groupCipher: '00-0F-AC:4',
    groupManagementCipher: undefined,
  };
  /**
   * What it sends to an access point that answers an association request with this status, and what its host is told.
   * @param other what it is answered otherwise
   */
  const setUp = (status: number, other: { readonly [request: string]: readonly Uint8Array[] } = {}) => {
    const clock = createEngine();
    const log: string[] = [];
    const permission = { mayJoin: true };
    const reach = { isIn: true };
    const frames = accessPointFrames('lwa', policy);
    const refusal = managementFrame('association-response', {
      capabilityInformation: CAPABILITIES,
      statusCode: status,
      aid: 0,
      elements: [],
    });
    const radio: Radio = {
      address,
      receiver: { receive() {} },
      sendReady() {},
      drop() {},
      startOver() {},
      sendSealed: (mpdu, key, how) => radio.send(key.seal(mpdu), how),
      send(mpdu, how) {
        const { kind } = decodeDot11(mpdu);
        log.push(kind);
        clock.after(1, () => how?.done?.(reach.isIn));
        const answers: { readonly [request: string]: readonly Uint8Array[] } = {
          'probe-request': [frames.probeResponse],
          authentication: [frames.authenticated],
          'association-request': [refusal],
          ...other,
        };
        for (const answer of answers[kind] ?? [])
          clock.after(1, () => radio.receiver.receive(addressed(answer, address, BSSID, BSSID)));
      },
    };
    const profile = { clock, ssid: 'lwa', policy, note() {} };
    const station = createStation(createStationProfile(profile), {
      radio,
      bssid: BSSID,
      host: {
        mayJoin: () => permission.mayJoin,
        refused: () => log.push('refused'),
        failed: why => log.push(why),
        associated: () => log.push('associated'),
        disassociated: () => log.push('disassociated'),
        receive() {},
      },
    });
    station.start();
    clock.run(SECOND);
    return { clock, log, permission, reach, station, radio };
  };
  const JOINING = ['probe-request', 'authentication', 'association-request'];

  it('asks three times where no answer comes, and scans again 5 s later', () => {
    const { clock, log } = setUp(0, { authentication: [] });
    const round = ['probe-request', ...new Array(3).fill('authentication')];
    expect(log).toEqual(round);
    clock.run(6.5 * SECOND);
    expect(log).toEqual([...round, ...round]);
    // It goes on, but after three rounds the UE knows.
    clock.run(18 * SECOND);
    expect(log).toEqual([...round, ...round, ...round, 'out of reach', ...round, 'out of reach']);
  });

  it('tells of associations that end without a key, three in a row', () => {
    const { associated } = accessPointFrames('lwa', policy);
    const away = managementFrame('deauthentication', { reasonCode: 15, elements: [] });
    const { clock, log } = setUp(0, { 'association-request': [associated, away] });
    const round = [...JOINING, 'associated', 'disassociated'];
    clock.run(11 * SECOND);
    expect(log).toEqual([...round, ...round]);
    clock.run(32 * SECOND);
    expect(log).toEqual([...round, ...round, ...round, 'no key']);
  });

  it.each([
    [true, ['null']],
    [false, ['null', 'null', 'disassociated', ...JOINING, 'associated']],
  ])('asks whether the access point is in reach where an Ack is missing: %s', (isInReach, expected) => {
    const { clock, log, station, radio, reach } = setUp(0);
    const loseAck = (): void => radio.receiver.missesPeer!();
    loseAck();
    clock.run(2 * SECOND);
    expect(log.splice(0)).toEqual([...JOINING, 'associated']);
    station.installPairwise(new Uint8Array(48), 'transmit');
    reach.isIn = isInReach;
    loseAck();
    clock.run(3 * SECOND);
    expect(log).toEqual(expected);
  });

  it('does not ask where it has heard the access point since', () => {
    const { clock, log, station, radio, reach } = setUp(0);
    station.installPairwise(new Uint8Array(48), 'transmit');
    log.length = 0;
    reach.isIn = false;
    radio.receiver.missesPeer!();
    clock.run(SECOND + SECOND / 2);
    radio.receiver.receive(accessPointFrames('lwa', policy).beacon);
    clock.run(5 * SECOND);
    expect(log).toEqual([]);
  });

  it('goes on with a scan when it is sent away from where it is not', () => {
    const { probeResponse } = accessPointFrames('lwa', policy);
    const away = managementFrame('deauthentication', { reasonCode: 2, elements: [] });
    const { log } = setUp(0, { 'probe-request': [probeResponse, away] });
    expect(log).toEqual([...JOINING, 'associated']);
  });

  it('tells that the access point refuses it, and tries again', () => {
    const { clock, log } = setUp(17);
    clock.run(6.5 * SECOND);
    expect(log).toEqual([...JOINING, 'refused', ...JOINING, 'refused']);
  });

  it('leaves a network that it may not be in any more, and comes back once it may', () => {
    const { clock, log, permission, station } = setUp(0);
    station.leaveIfForbidden();
    expect(log).toEqual([...JOINING, 'associated']);
    permission.mayJoin = false;
    station.leaveIfForbidden();
    clock.run(13 * SECOND);
    expect(log.slice(4)).toEqual(['deauthentication', 'disassociated', 'probe-request', 'probe-request']);
    permission.mayJoin = true;
    clock.run(18 * SECOND);
    expect(log.slice(8)).toEqual([...JOINING, 'associated']);
  });
});
