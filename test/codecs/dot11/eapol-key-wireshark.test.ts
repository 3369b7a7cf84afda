/** What Wireshark reads in EAPOL-Key frames that are drawn at random is what the encoders were given. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Dot11Frame,
  type EapolKey,
  eapolKey,
  encodeEapolKey,
  encodeKeyData,
  frameControl,
  type KeyDataItem,
} from '../../../src/codecs/dot11/index.js';
import { toHex } from '../../../src/codecs/hex.js';
import { EAPOL_ETHERTYPE, snap } from '../../../src/codecs/link/llc.js';
import { wireshark } from '../../wireshark.js';
import { drawn, flag, hex, little, mac, octets, shown } from './tshark-frames.js';

/** A data frame from an AP with `payload`. */
const data = (payload: Uint8Array): Dot11Frame => ({
  kind: 'data',
  frameControl: frameControl('data', { fromDs: true }),
  duration: 0,
  address1: Uint8Array.of(2, 0, 0, 0, 0, 2),
  address2: Uint8Array.of(2, 0, 0, 0, 0, 1),
  address3: Uint8Array.of(2, 0, 0, 0, 0, 1),
  sequenceControl: { fragmentNumber: 0, sequenceNumber: 1 },
  payload,
});

wireshark.describe('Wireshark on EAPOL-Key', () => {
  it('reads EAPOL-Key frames and the KDEs in them', () => {
    const key = fc.record({
      protocolVersion: fc.integer({ min: 1, max: 3 }),
      keyInformation: fc.record({
        smkMessage: fc.boolean(),
        encryptedKeyData: fc.constant(false),
        request: fc.boolean(),
        error: fc.boolean(),
        secure: fc.boolean(),
        keyMic: fc.boolean(),
        keyAck: fc.boolean(),
        install: fc.boolean(),
        keyIndex: fc.nat(3),
        keyType: fc.nat(1),
        keyDescriptorVersion: fc.integer({ min: 1, max: 3 }),
      }),
      keyLength: fc.nat(0xffff),
      keyReplayCounter: fc.bigInt(0n, 0xffff_ffff_ffff_ffffn),
      keyNonce: octets(32),
      eapolKeyIv: octets(16),
      keyRsc: octets(8),
      keyMic: octets(16),
    });
    const kdes = fc.tuple(
      fc.record({
        kde: fc.constant('GTK' as const),
        keyId: fc.nat(3),
        tx: fc.boolean(),
        reservedBits: fc.nat(31),
        reserved: fc.nat(255),
        gtk: octets(5, 32),
      }),
      fc.record({ kde: fc.constant('MAC address' as const), macAddress: octets(6) }),
      fc.record({ kde: fc.constant('PMKID' as const), pmkid: octets(16) }),
      fc.record({
        kde: fc.constant('IGTK' as const),
        keyId: fc.nat(0xffff),
        ipn: octets(6),
        igtk: octets(16),
      }),
      fc.record({ kde: fc.constant('Key ID' as const), keyId: fc.nat(3) }),
      fc.record({
        kde: fc.constant('OCI' as const),
        operatingClass: fc.nat(255),
        primaryChannel: fc.nat(255),
        frequencySegment1Channel: fc.nat(255),
      }),
      fc.record({
        kde: fc.constant('BIGTK' as const),
        keyId: fc.nat(0xffff),
        bipn: octets(6),
        bigtk: octets(16),
      }),
    );
    const frames = drawn(fc.tuple(key, kdes), 200);
    const frameOf = (fields: Partial<EapolKey>, items: readonly KeyDataItem[]): Dot11Frame =>
      data(snap(EAPOL_ETHERTYPE, encodeEapolKey(eapolKey({ ...fields, keyData: encodeKeyData(items) }))));
    const information = 'wlan_rsna_eapol.keydes.key_info';
    expect(
      shown(
        frames.map(([fields, items]) => frameOf(eapolKey(fields), items)),
        [
          'eapol.version',
          `${information}.keydes_version`,
          `${information}.key_type`,
          `${information}.key_index`,
          `${information}.install`,
          `${information}.key_ack`,
          `${information}.key_mic`,
          `${information}.secure`,
          `${information}.error`,
          `${information}.request`,
          `${information}.smk_message`,
          'eapol.keydes.key_len',
          'eapol.keydes.replay_counter',
          'wlan_rsna_eapol.keydes.nonce',
          'eapol.keydes.key_iv',
          'wlan_rsna_eapol.keydes.rsc',
          'wlan_rsna_eapol.keydes.mic',
          'wlan.rsn.ie.gtk_kde.key_id',
          'wlan.rsn.ie.gtk_kde.tx',
          'wlan.rsn.ie.gtk_kde.gtk',
          'wlan.rsn.ie.mac_address_kde.mac_address',
          'wlan.rsn.ie.pmkid',
          'wlan.rsn.ie.igtk.kde.keyid',
          'wlan.rsn.ie.igtk.kde.ipn',
          'wlan.rsn.ie.igtk.kde.igtk',
          'wlan.rsn.ie.ptk.keyid',
          'wlan.rsn.ie.oci_kde.operating_class',
          'wlan.rsn.ie.oci_kde.primary_channel_number',
          'wlan.rsn.ie.oci_kde.frequency_segment_1_channel_number',
          'wlan.rsn.ie.bigtk_kde.key_id',
          'wlan.rsn.ie.bigtk_kde.bipn',
          'wlan.rsn.ie.bigtk_kde.bigtk',
        ],
      ),
    ).toEqual(
      frames.map(([fields, [gtk, sta, pmkid, igtk, keyId, oci, bigtk]]) => {
        const info = fields.keyInformation;
        // It takes the key data of a group key frame for encrypted, whatever the frame says.
        const kdeFields = [
          hex(gtk.keyId, 2),
          flag(gtk.tx),
          toHex(gtk.gtk),
          mac(sta.macAddress),
          toHex(pmkid.pmkid),
          `${igtk.keyId}`,
          `${little(igtk.ipn)}`,
          toHex(igtk.igtk),
          `${keyId.keyId}`,
          `${oci.operatingClass}`,
          `${oci.primaryChannel}`,
          `${oci.frequencySegment1Channel}`,
          `${bigtk.keyId}`,
          `${little(bigtk.bipn)}`,
          toHex(bigtk.bigtk),
        ];
        return [
          `${fields.protocolVersion}`,
          `${info.keyDescriptorVersion}`,
          `${info.keyType}`,
          `${info.keyIndex}`,
          flag(info.install),
          flag(info.keyAck),
          flag(info.keyMic),
          flag(info.secure),
          flag(info.error),
          flag(info.request),
          flag(info.smkMessage),
          `${fields.keyLength}`,
          `${fields.keyReplayCounter}`,
          toHex(fields.keyNonce),
          toHex(fields.eapolKeyIv),
          toHex(fields.keyRsc),
          toHex(fields.keyMic),
          ...(info.keyType === 1 ? kdeFields : kdeFields.map(() => '')),
        ];
      }),
    );
  });

  // Wireshark 4.0 takes the keys of a link for longer than they are, and the octets of a lifetime in the order in which
  // hostapd does not write them: their KDEs are not for here.
  it('reads the KDE of a link', () => {
    const links = drawn(
      fc.record({
        kde: fc.constant('MLO Link' as const),
        linkId: fc.nat(15),
        rsnePresent: fc.constant(true),
        rsnxePresent: fc.boolean(),
        reserved: fc.nat(3),
        macAddress: octets(6),
        elements: fc.tuple(fc.record({ element: fc.constant('RSN' as const), version: fc.nat(0xffff) })),
      }),
      100,
    );
    const frameOf = (kde: KeyDataItem): Dot11Frame => {
      const key = eapolKey({ keyInformation: { keyType: 1 }, keyData: encodeKeyData([kde]) });
      return data(snap(EAPOL_ETHERTYPE, encodeEapolKey(key)));
    };
    const link = 'wlan.rsn.ie.mlo_link';
    expect(
      shown(links.map(frameOf), [
        `${link}.link_info.linkid`,
        `${link}.link_info.rsneinfo`,
        `${link}.link_info.rsnxeinfo`,
        `${link}.link_info.reserved`,
        `${link}.mac_addr`,
        'wlan.rsn.version',
      ]),
    ).toEqual(
      links.map(({ linkId, rsnePresent, rsnxePresent, reserved, macAddress, elements }) => [
        `${linkId}`,
        flag(rsnePresent),
        flag(rsnxePresent),
        hex(reserved, 2),
        mac(macAddress),
        `${elements[0].version}`,
      ]),
    );
  });
});
