import { expect, it } from 'vitest';
import { BEST_EFFORT, VOICE } from '../../../src/flows/wlan/access-category.js';
import { wmmParameter } from '../../../src/flows/wlan/frames.js';

it('beacons announce what frames of user data and of EAPOL contend with', () => {
  const element = wmmParameter();
  if (element.element !== 'Vendor Specific') throw new Error('another element');
  // Type, subtype, version, QoS information, reserved, then AC_BE, AC_BK, AC_VI and AC_VO, 4 octets each:
  // IEEE 802.11-2020, 9.4.2.28.
  const recordOf = (category: number) => {
    const [aci, ecw] = element.content.subarray(5 + 4 * category);
    expect((aci! >> 5) & 3).toBe([0, 1, 2, 3][category]);
    return { aifsn: aci! & 15, cwMin: 2 ** (ecw! & 15) - 1, cwMax: 2 ** (ecw! >> 4) - 1 };
  };
  expect(recordOf(0)).toEqual(BEST_EFFORT);
  expect(recordOf(3)).toEqual(VOICE);
});
