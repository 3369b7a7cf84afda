import { EncodeError } from '../../codecs/error.js';
import { wlanParameters } from '../legs/wlan-parameters.js';
import { defineFromParts } from '../legs/wlan-scenario.js';
import { withholdAkm } from '../wlan/man-in-the-middle.js';

/** A negative example: what a WT announces has been altered on the way, which its M3, that nobody can alter, reveals. */
export const attackDowngradedRsne = defineFromParts({
  name: 'attack-downgraded-rsne',
  title:
    'A man in the middle removes the stronger AKM from the RSNE that the WT announces: M3 has the true RSNE, and the UE leaves',
  parameters: {
    akm: {
      ...wlanParameters.akm,
      value: '00-0F-AC:6',
      says: 'AKM suite that the UE prefers, and that the attacker removes from the RSNE',
      source: 'as wpa_supplicant 2.10, which takes PSK with SHA-256 before PSK',
    },
    weakerAkm: {
      value: '00-0F-AC:2',
      says: 'AKM suite that the WT also offers, and that the UE also accepts',
      source: 'hostapd 2.10: wpa_key_mgmt=WPA-PSK WPA-PSK-SHA256',
      among: wlanParameters.akm.among,
    },
    ignoresRsne: {
      value: false,
      says: 'whether the UE skips comparing the RSNE of M3 with that of the beacon; with true the downgrade succeeds',
      source: 'IEEE 802.11-2020, 12.7.6.4: it compares them',
    },
  },
  durationMs: 2000,
  expect: { outcome: 'failed', findings: ['rsne-mismatch'] },
  setUp({ akm, weakerAkm, ignoresRsne }) {
    if (akm === weakerAkm) throw new EncodeError('parameters.weakerAkm', `is akm too, ${akm}`);
    return { between: withholdAkm(akm), weakerAkm, flaws: { ignoresRsne } };
  },
});
