/** What Wireshark reads in frames that are drawn at random is what the encoders were given. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Dot11Frame,
  decodeDot11,
  type Element,
  encodeDot11,
  frameControl,
  rsnCapabilities,
} from '../../../src/codecs/dot11/index.js';
import { toHex } from '../../../src/codecs/hex.js';
import { wireshark } from '../../wireshark.js';
import { drawn, flag, hex, little, mac, octets, shown } from './tshark-frames.js';

const address = octets(6);
/** A beacon with `elements`, behind an SSID as they are in every beacon. */
const beacon = (elements: readonly Element[]): Dot11Frame => ({
  kind: 'beacon',
  frameControl: frameControl('beacon'),
  duration: 0,
  address1: new Uint8Array(6).fill(0xff),
  address2: Uint8Array.of(2, 0, 0, 0, 0, 1),
  address3: Uint8Array.of(2, 0, 0, 0, 0, 1),
  sequenceControl: { fragmentNumber: 0, sequenceNumber: 1 },
  timestamp: 0n,
  beaconInterval: 100,
  capabilityInformation: 0x11,
  elements,
});

wireshark.describe('Wireshark on 802.11', () => {
  it('reads the MAC header of data frames', () => {
    const header = fc.record({
      duration: fc.nat(0x7fff),
      address1: address,
      address2: address,
      address3: address,
      address4: address,
      sequenceControl: fc.record({ fragmentNumber: fc.nat(15), sequenceNumber: fc.nat(4095) }),
      qosControl: fc.record({
        amsduPresent: fc.boolean(),
        ackPolicy: fc.nat(3),
        eosp: fc.boolean(),
        tid: fc.nat(15),
        upper: fc.nat(255),
      }),
      htControl: fc.nat(0xffff_ffff),
      flags: fc.record({
        moreData: fc.boolean(),
        powerManagement: fc.boolean(),
        retry: fc.boolean(),
        moreFragments: fc.boolean(),
        toDs: fc.boolean(),
        fromDs: fc.boolean(),
        htcOrder: fc.boolean(),
      }),
      name: fc.constantFrom('data', 'null', 'qos-data', 'qos-null'),
    });
    const frames = drawn(header, 300).map(({ name, flags, address4, qosControl, htControl, ...common }) => {
      const isQos = name.startsWith('qos');
      return {
        ...common,
        frameControl: frameControl(name, flags),
        ...(flags.toDs && flags.fromDs ? { address4 } : {}),
        ...(isQos ? { qosControl } : {}),
        ...(isQos && flags.htcOrder ? { htControl } : {}),
        ...(name.endsWith('null') ? { kind: 'null' } : { kind: 'data', payload: Uint8Array.of(1, 2, 3) }),
      } as Extract<Dot11Frame, { kind: 'data' | 'null' }>;
    });
    expect(
      shown(frames, [
        'wlan.fc.type_subtype',
        'wlan.fc.ds',
        'wlan.fc.frag',
        'wlan.fc.retry',
        'wlan.fc.pwrmgt',
        'wlan.fc.moredata',
        'wlan.fc.order',
        'wlan.duration',
        'wlan.ra',
        'wlan.ta',
        'wlan.frag',
        'wlan.seq',
        'wlan.qos.tid',
        'wlan.qos.ack',
        'wlan.htc',
      ]),
    ).toEqual(
      frames.map(({ frameControl: control, duration, address1, address2, sequenceControl, ...rest }) => [
        hex((control.type << 4) | control.subtype, 4),
        hex((control.fromDs ? 2 : 0) | (control.toDs ? 1 : 0), 2),
        flag(control.moreFragments),
        flag(control.retry),
        flag(control.powerManagement),
        flag(control.moreData),
        flag(control.htcOrder),
        `${duration}`,
        mac(address1),
        mac(address2),
        `${sequenceControl.fragmentNumber}`,
        `${sequenceControl.sequenceNumber}`,
        rest.qosControl === undefined ? '' : `${rest.qosControl.tid}`,
        rest.qosControl === undefined ? '' : hex(rest.qosControl.ackPolicy, 4),
        rest.htControl === undefined ? '' : hex(rest.htControl, 8),
      ]),
    );
    for (const frame of frames) expect(decodeDot11(encodeDot11(frame))).toEqual(frame);
  });

  const suite = fc.nat(255).map(type => `00-0F-AC:${type}`);
  const typesOf = (suites: readonly string[] | undefined): string =>
    (suites ?? []).map(text => text.slice(text.indexOf(':') + 1)).join(',');

  it('reads the RSN element, whatever field it ends behind', () => {
    const rsne = fc
      .record({
        version: fc.nat(0xffff),
        groupCipher: suite,
        pairwiseCiphers: fc.array(suite, { maxLength: 4 }),
        akms: fc.array(suite, { maxLength: 4 }),
        capabilities: fc
          .record({
            managementFrameProtectionCapable: fc.boolean(),
            managementFrameProtectionRequired: fc.boolean(),
            gtksaReplayCounters: fc.nat(3),
            ptksaReplayCounters: fc.nat(3),
            noPairwise: fc.boolean(),
            preauthentication: fc.boolean(),
            extendedKeyId: fc.boolean(),
            ocvc: fc.boolean(),
            jointMultiBandRsna: fc.boolean(),
            peerKeyEnabled: fc.boolean(),
          })
          .map(rsnCapabilities),
        pmkids: fc.array(octets(16), { maxLength: 3 }),
        groupManagementCipher: suite,
        more: octets(1, 4),
      })
      .chain(whole =>
        fc
          .integer({ min: 1, max: 8 })
          .map(count => Object.fromEntries(Object.entries(whole).slice(0, count)) as typeof whole),
      );
    const elements = drawn(rsne, 300).map(fields => ({ element: 'RSN' as const, ...fields }));
    expect(
      shown(
        elements.map(one => beacon([one])),
        [
          'wlan.rsn.version',
          'wlan.rsn.gcs.type',
          'wlan.rsn.pcs.type',
          'wlan.rsn.akms.type',
          'wlan.rsn.capabilities.mfpc',
          'wlan.rsn.capabilities.mfpr',
          'wlan.rsn.capabilities.gtksa_replay_counter',
          'wlan.rsn.capabilities.ptksa_replay_counter',
          'wlan.rsn.capabilities.no_pairwise',
          'wlan.rsn.capabilities.preauth',
          'wlan.rsn.capabilities.extended_key_id_iaf',
          'wlan.rsn.capabilities.jmr',
          'wlan.rsn.capabilities.peerkey',
          'wlan.rsn.pmkid.count',
          'wlan.rsn.gmcs.type',
        ],
      ),
    ).toEqual(
      elements.map(one => {
        const capabilities = one.capabilities as (typeof one)['capabilities'] | undefined;
        return [
          `${one.version}`,
          typesOf(one.groupCipher === undefined ? [] : [one.groupCipher]),
          typesOf(one.pairwiseCiphers),
          typesOf(one.akms),
          ...(capabilities === undefined
            ? Array(9).fill('')
            : [
                flag(capabilities.managementFrameProtectionCapable),
                flag(capabilities.managementFrameProtectionRequired),
                hex(capabilities.gtksaReplayCounters, 4),
                hex(capabilities.ptksaReplayCounters, 4),
                flag(capabilities.noPairwise),
                flag(capabilities.preauthentication),
                flag(capabilities.extendedKeyId),
                flag(capabilities.jointMultiBandRsna),
                flag(capabilities.peerKeyEnabled),
              ]),
          one.pmkids === undefined ? '' : `${one.pmkids.length}`,
          typesOf(one.groupManagementCipher === undefined ? [] : [one.groupManagementCipher]),
        ];
      }),
    );
  });

  it('reads the other elements', () => {
    const elements = fc.tuple(
      fc.record({ element: fc.constant('SSID' as const), ssid: octets(0, 32) }),
      fc.record({ element: fc.constant('DS Parameter Set' as const), currentChannel: fc.nat(255) }),
      fc.record({
        element: fc.constant('Mobility Domain' as const),
        mobilityDomainIdentifier: octets(2),
        ftCapabilityAndPolicy: fc.record({
          reserved: fc.nat(63),
          resourceRequestProtocol: fc.boolean(),
          fastBssTransitionOverDs: fc.boolean(),
        }),
      }),
      fc.record({
        element: fc.constant('Fast BSS Transition' as const),
        rsnxeUsed: fc.boolean(),
        reserved: fc.nat(15),
        elementCount: fc.nat(255),
        mic: octets(16),
        anonce: octets(32),
        snonce: octets(32),
        subelements: fc.tuple(
          fc.record({ subelement: fc.constant('R1KH-ID' as const), r1khId: address }),
          fc.record({
            subelement: fc.constant('GTK' as const),
            keyId: fc.nat(3),
            reservedBits: fc.constant(0),
            reserved: fc.constant(0),
            keyLength: fc.nat(32),
            rsc: octets(8),
            wrappedKey: octets(24),
          }),
          fc.record({ subelement: fc.constant('R0KH-ID' as const), r0khId: octets(1, 48) }),
          fc.record({
            subelement: fc.constant('IGTK' as const),
            keyId: fc.nat(0xffff),
            ipn: octets(6),
            keyLength: fc.nat(32),
            wrappedKey: octets(24),
          }),
        ),
      }),
      fc.record({
        element: fc.constant('Timeout Interval' as const),
        timeoutIntervalType: fc.nat(255),
        timeoutIntervalValue: fc.nat(0xffff_ffff),
      }),
      fc.record({
        element: fc.constant('RSNX' as const),
        fieldLength: fc.constant(0),
        protectedTwtOperations: fc.boolean(),
        saeHashToElement: fc.boolean(),
        reserved: fc.nat(3),
        moreCapabilities: fc.constant(new Uint8Array(0)),
      }),
      fc.record({
        element: fc.constant('Management MIC' as const),
        keyId: fc.nat(0xffff),
        ipn: octets(6),
        mic: octets(8),
      }),
    );
    const lists = drawn(elements, 200);
    expect(
      shown(lists.map(beacon), [
        'wlan.ssid',
        'wlan.ds.current_channel',
        'wlan.mobility_domain.mdid',
        'wlan.mobility_domain.ft_capab',
        'wlan.ft.mic_control',
        'wlan.ft.mic',
        'wlan.ft.anonce',
        'wlan.ft.snonce',
        'wlan.ft.subelem.r1kh_id',
        'wlan.ft.subelem.gtk.key_id',
        'wlan.ft.subelem.gtk.key_length',
        'wlan.ft.subelem.gtk.rsc',
        'wlan.ft.subelem.r0kh_id',
        'wlan.ft.subelem.igtk.key_id',
        'wlan.ft.subelem.igtk.ipn',
        'wlan.timeout_int.type',
        'wlan.timeout_int.value',
        'wlan.rsnx.protected_twt_operations_support',
        'wlan.rsnx.sae_hash_to_element',
        'wlan.mmie.keyid',
        'wlan.mmie.ipn',
        'wlan.mmie.mic',
      ]),
    ).toEqual(
      lists.map(([ssid, ds, domain, ft, timeout, rsnx, mme]) => {
        const [r1kh, gtk, r0kh, igtk] = ft.subelements;
        const policy = domain.ftCapabilityAndPolicy;
        return [
          ssid.ssid.length === 0 ? '<MISSING>' : toHex(ssid.ssid),
          `${ds.currentChannel}`,
          hex(Number(little(domain.mobilityDomainIdentifier)), 4),
          hex(
            (policy.reserved << 2) |
              (policy.resourceRequestProtocol ? 2 : 0) |
              (policy.fastBssTransitionOverDs ? 1 : 0),
            2,
          ),
          hex((ft.elementCount << 8) | (ft.reserved << 4) | (ft.rsnxeUsed ? 1 : 0), 4),
          toHex(ft.mic),
          toHex(ft.anonce),
          toHex(ft.snonce),
          toHex(r1kh.r1khId),
          `${gtk.keyId}`,
          `${gtk.keyLength}`,
          toHex(gtk.rsc),
          toHex(r0kh.r0khId),
          `${igtk.keyId}`,
          toHex(igtk.ipn),
          `${timeout.timeoutIntervalType}`,
          `${timeout.timeoutIntervalValue}`,
          flag(rsnx.protectedTwtOperations),
          flag(rsnx.saeHashToElement),
          `${mme.keyId}`,
          toHex(mme.ipn),
          toHex(mme.mic),
        ];
      }),
    );
  });
});
