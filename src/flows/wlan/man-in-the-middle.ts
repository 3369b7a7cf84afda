/**
 * The channel-based man in the middle of Vanhoef and Piessens (Key Reinstallation Attacks, 2017, 3.2): stations are on
 * the channel of a clone of the access point, and frames cross between there and the access point's own channel through
 * the attacker alone. The capture is of the stations' channel; the time that the attacker takes is left out. Each of
 * these functions gives, for the air of the stations, the one that the access point finds itself on.
 */
import { copyOf } from '../../codecs/copy.js';
import { encodeDot11 } from '../../codecs/dot11/frame.js';
import { ADDRESS_1, ADDRESS_2 } from '../../codecs/dot11/header.js';
import { AddressMap } from '../memory/address-map.js';
import type { Air } from './air.js';
import { keyMessageIn } from './attack.js';
import { decodeManagement } from './frames.js';

/** Where the attack on a station's handshake stands. */
interface KeptM4 {
  readonly mpdu: Uint8Array;
  step: 'kept' | 'M3 repeated' | 'let through';
}

/**
 * Keeps M4 from the access point until the station has had M3 once more, and lets it through then. It reads and changes
 * no protected frame, and needs no key (3.3).
 * @param note comments on the frame that is being delivered
 */
export const keepM4 =
  (note: (text: string) => void) =>
  (air: Air): Air => {
    const keptOf = new AddressMap<KeptM4>();
    return {
      transmit(transmission) {
        const { mpdu, done } = transmission;
        const message = keyMessageIn(mpdu);
        if (message === 'M1') keptOf.delete(mpdu, ADDRESS_1);
        const kept = keptOf.get(mpdu, ADDRESS_1);
        if (message !== 'M3' || kept === undefined) return air.transmit(transmission);
        air.transmit({
          ...transmission,
          done(acknowledged) {
            if (acknowledged && kept.step === 'kept') kept.step = 'M3 repeated';
            done?.(acknowledged);
          },
        });
      },
      attach: accessPoint =>
        air.attach({
          address: accessPoint.address,
          isAccessPoint: accessPoint.isAccessPoint,
          hear(mpdu) {
            const kept = keptOf.get(mpdu, ADDRESS_2);
            if (kept?.step === 'M3 repeated') {
              kept.step = 'let through';
              note('attacker: lets the M4 through that it kept');
              accessPoint.hear(kept.mpdu);
            } else if (kept?.step !== 'let through' && keyMessageIn(mpdu) === 'M4') {
              keptOf.set(mpdu, kept ?? { mpdu: copyOf(mpdu), step: 'kept' }, ADDRESS_2);
              note('attacker: keeps M4 from the access point, and acknowledges it in its name');
              return;
            }
            accessPoint.hear(mpdu);
          },
        }),
    };
  };

/** Takes an AKM out of the RSNE of each beacon and probe response, so that stations believe it is not to be had. */
export const withholdAkm =
  (akm: string) =>
  (air: Air): Air => ({
    attach: accessPoint => air.attach(accessPoint),
    transmit(transmission) {
      const frame = decodeManagement(transmission.mpdu);
      if (frame?.kind !== 'beacon' && frame?.kind !== 'probe-response') return air.transmit(transmission);
      const elements = frame.elements.map(element =>
        element.element === 'RSN' ? { ...element, akms: element.akms?.filter(one => one !== akm) } : element,
      );
      air.transmit({
        ...transmission,
        mpdu: encodeDot11({ ...frame, elements }),
        comment: `attacker: takes AKM ${akm} out of the RSNE`,
      });
    },
  });
