import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/flows/engine/engine.js';
import { createLink, idealLink, type LinkEnd } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { REESTABLISHED, Srb } from '../../../src/flows/uu/srb.js';

const setUp = (kenbAtUe: Uint8Array, kenbAtEnb: Uint8Array, change?: (link: LinkEnd) => LinkEnd) => {
  const clock = createEngine();
  const link = createLink({
    clock,
    random: createRandom(1),
    quality: idealLink,
    tap: { observe: (_, deliver) => deliver() },
  });
  const received: number[] = [];
  const comments: string[] = [];
  const derived: number[] = [];
  const common = {
    keyRow: 1,
    next: REESTABLISHED,
    keysDerived: (keyRow: number) => derived.push(keyRow),
    tap: {
      show(_: unknown, deliver: () => void, said: readonly string[]) {
        comments.push(...said);
        deliver();
      },
    },
    receive: (rrc: Uint8Array) => received.push(rrc[0]!),
  };
  const ueEnd = change === undefined ? link.a : change(link.a);
  const ue = new Srb({ ...common, link: ueEnd, side: 'ue', kenb: kenbAtUe });
  new Srb({ ...common, link: link.b, side: 'enb', kenb: kenbAtEnb });
  return { clock, ue, received, comments, derived, ueEnd };
};

const kenb = new Uint8Array(32).fill(7);

describe('SRB1', () => {
  it('keeps count beyond the 5 bits of the SN', () => {
    const { clock, ue, received } = setUp(kenb, kenb);
    for (let i = 0; i < 100; i++) ue.send(Uint8Array.of(i, 1, 2));
    clock.run();
    expect(received).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('drops what is protected with other keys', () => {
    const { clock, ue, received, comments } = setUp(kenb, new Uint8Array(32).fill(8));
    ue.send(Uint8Array.of(1));
    clock.run();
    expect(received).toEqual([]);
    expect(comments).toEqual(['the MAC-I is wrong: it is dropped']);
  });

  it('drops what was changed on the way, and takes what follows', () => {
    let sent = 0;
    const { clock, ue, received } = setUp(kenb, kenb, link => ({
      ...link,
      send(pdu) {
        const crossing = pdu.slice();
        if (sent++ === 1) crossing[2]! ^= 1;
        link.send(crossing);
      },
    }));
    for (let i = 0; i < 3; i++) ue.send(Uint8Array.of(i, 5, 5));
    clock.run();
    expect(received).toEqual([0, 2]);
  });

  it('knows the HFN of what follows, where the last of one was dropped', () => {
    let sent = 0;
    const { clock, ue, received } = setUp(kenb, kenb, link => ({
      ...link,
      send(pdu) {
        const crossing = pdu.slice();
        if (sent++ === 31) crossing[2]! ^= 1;
        link.send(crossing);
      },
    }));
    for (let i = 0; i < 34; i++) ue.send(Uint8Array.of(i, 5, 5));
    clock.run();
    expect(received.slice(-3)).toEqual([30, 32, 33]);
  });

  it('passes over what is too short for a PDU', () => {
    const { clock, ue, received, comments, ueEnd } = setUp(kenb, kenb);
    ueEnd.send(new Uint8Array(4));
    ue.send(Uint8Array.of(1));
    clock.run();
    expect(received).toEqual([1]);
    expect(comments).toEqual([]);
  });

  it('tells of its keys once at each end, as the first message needs them', () => {
    const { clock, ue, derived } = setUp(kenb, kenb);
    expect(derived).toEqual([]);
    for (let i = 0; i < 3; i++) ue.send(Uint8Array.of(i));
    clock.run();
    expect(derived).toEqual([1, 1]);
  });
});
