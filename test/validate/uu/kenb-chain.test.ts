import { describe, expect, it } from 'vitest';
import { deriveKenbStar } from '../../../src/crypto/kdf3gpp.js';
import { kenbRing, type LteKeys, type NamedKenb } from '../../../src/validate/uu/kenb.js';
import { newKenbChain } from '../../../src/validate/uu/kenb-chain.js';
import type { HandoverCommand } from '../../../src/validate/uu/message.js';

const station = Uint8Array.of(2, 0, 0, 0, 0, 1);
const octets = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);
/** A KeNB of a keys file, in the cell with this PCI. */
const inCell = (octet: number, pci?: number, source = 'a.json'): NamedKenb => ({
  name: `KeNB ${octet}`,
  kenb: octets(octet),
  station,
  source,
  pci,
});
/** One that somebody gives without more. */
const plain = (octet: number, kenb = octets(octet)): NamedKenb => ({ name: `KeNB ${octet}`, kenb });

const to = (targetPci: number, more: Partial<HandoverCommand> = {}): HandoverCommand => ({
  targetPci,
  earfcnDl: undefined,
  nextHopChainingCount: 0,
  keyChange: false,
  keepsLwa: true,
  ...more,
});

/** What the UE may have after handovers from the first KeNB that was given, which is proven to be its. */
function kenbsAfter(keys: LteKeys, ...handovers: readonly HandoverCommand[]) {
  const ring = kenbRing(keys);
  const chain = newKenbChain(ring);
  chain.prove(ring.given[0]!);
  for (const handover of handovers) chain.handOver(handover);
  const { candidates, isSure } = chain.state;
  return { names: candidates.map(({ name }) => name), isSure };
}

describe('the KeNB after a handover within a frequency, of a keys file that names the cells', () => {
  const run = [inCell(1, 201), inCell(2, 202), inCell(3, 203)];

  it('is that of the target cell', () => {
    expect(kenbsAfter({ kenbs: run }, to(202))).toEqual({ names: ['KeNB 2'], isSure: true });
    expect(kenbsAfter({ kenbs: run }, to(202), to(203))).toEqual({ names: ['KeNB 3'], isSure: true });
    // Though NH is needed to derive it.
    const vertical = to(203, { nextHopChainingCount: 3 });
    expect(kenbsAfter({ kenbs: run }, vertical)).toEqual({ names: ['KeNB 3'], isSure: true });
  });

  it('is one of those of the target cell, where the UE comes there twice, and never one that it had', () => {
    const toAndFro = [inCell(1, 201), inCell(2, 202), inCell(3, 201), inCell(4, 202)];
    const names = ['KeNB 2', 'KeNB 4'];
    expect(kenbsAfter({ kenbs: toAndFro }, to(202))).toEqual({ names, isSure: true });
    expect(kenbsAfter({ kenbs: toAndFro }, to(202), to(201))).toEqual({ names: ['KeNB 3'], isSure: true });
    expect(kenbsAfter({ kenbs: toAndFro }, to(202), to(201), to(202))).toEqual({ names, isSure: true });
  });

  it('is another one of the same cell, where the UE stays there', () => {
    const kenbs = [inCell(1, 201), inCell(2, 201), inCell(3, 202)];
    expect(kenbsAfter({ kenbs }, to(201))).toEqual({ names: ['KeNB 2'], isSure: true });
  });

  it('is not known where the file has none of that cell any more', () => {
    expect(kenbsAfter({ kenbs: run }, to(204)).isSure).toBe(false);
    expect(kenbsAfter({ kenbs: run }, to(202), to(201)).isSure).toBe(false);
    expect(kenbsAfter({ kenbs: run }, to(202), to(204), to(203)).isSure).toBe(false);
  });

  it('is not known from the file of another run, nor for another station', () => {
    const other = inCell(2, 202, 'b.json');
    expect(kenbsAfter({ kenbs: [inCell(1, 201), other] }, to(202)).isSure).toBe(false);
    const stranger = { ...inCell(2, 202), station: station.with(5, 9) };
    expect(kenbsAfter({ kenbs: [inCell(1, 201), stranger] }, to(202)).isSure).toBe(false);
    const names = ['KeNB 2'];
    const two = [inCell(1, 201), inCell(2, 202), inCell(3, 202, 'b.json')];
    expect(kenbsAfter({ kenbs: two }, to(202))).toEqual({ names, isSure: true });
  });

  it('is not known where nothing proves the one before, or where it was from a cell that is not named', () => {
    const chain = newKenbChain(kenbRing({ kenbs: run }));
    chain.handOver(to(202));
    expect(chain.state.isSure).toBe(false);
    expect(kenbsAfter({ kenbs: [inCell(1), inCell(2, 202)] }, to(202)).isSure).toBe(false);
    expect(kenbsAfter({ kenbs: [inCell(1, 201), inCell(2)] }, to(202)).isSure).toBe(false);
  });

  it('is not known after a re-establishment, until something proves it', () => {
    const ring = kenbRing({ kenbs: run });
    const chain = newKenbChain(ring);
    chain.prove(ring.given[0]!);
    chain.restart();
    chain.handOver(to(203));
    expect(chain.state.isSure).toBe(false);
  });

  it('is found by that file, too, where the KeNB before was also given without it', () => {
    expect(kenbsAfter({ kenbs: [plain(1), ...run] }, to(202))).toEqual({ names: ['KeNB 2'], isSure: true });
  });

  it('is the derived one, where the command names the carrier', () => {
    const stated = to(202, { earfcnDl: 1300 });
    expect(kenbsAfter({ kenbs: run }, stated)).toEqual({ names: ['KeNB* from KeNB 1'], isSure: true });
  });
});

describe('the KeNB after a handover within a frequency, with EARFCN-DLs that were given', () => {
  const kenbs = [plain(1)];
  const derived = (earfcnDl: number) => `KeNB* from KeNB 1 with EARFCN-DL ${earfcnDl}`;

  it('is the one that follows with the only one given', () => {
    expect(kenbsAfter({ kenbs, earfcns: [1300] }, to(202))).toEqual({ names: [derived(1300)], isSure: true });
  });

  it('is not known with several, nor where NH is needed and KASME is not given', () => {
    const names = [derived(1300), derived(1850)];
    expect(kenbsAfter({ kenbs, earfcns: [1300, 1850] }, to(202)).names).toEqual(
      expect.arrayContaining(names),
    );
    expect(kenbsAfter({ kenbs, earfcns: [1300, 1850] }, to(202)).isSure).toBe(false);
    for (const nextHopChainingCount of [1, undefined])
      expect(kenbsAfter({ kenbs, earfcns: [1300] }, to(202, { nextHopChainingCount })).isSure).toBe(false);
    for (const keyChange of [true, undefined])
      expect(kenbsAfter({ kenbs, earfcns: [1300] }, to(202, { keyChange })).isSure).toBe(false);
    const kasmes = [{ name: 'KASME', kasme: octets(5), uplinkNasCount: 0 }];
    expect(kenbsAfter({ kasmes, earfcns: [1300] }, to(202, { nextHopChainingCount: 2 })).isSure).toBe(true);
  });

  it('may be another that was given, if the EARFCN-DL is wrong', () => {
    const given = { kenbs: [plain(1), plain(2)], earfcns: [1300] };
    expect(kenbsAfter(given, to(202))).toEqual({ names: [derived(1300), 'KeNB 2'], isSure: true });
    const file = { kenbs: [inCell(1, 201), inCell(2, 202), inCell(3, 203)], earfcns: [1300] };
    expect(kenbsAfter(file, to(202))).toEqual({ names: [derived(1300), 'KeNB 2'], isSure: true });
  });

  it('is one that was given and follows from the one before, whatever else was given', () => {
    const star = deriveKenbStar(octets(1), { pci: 202, earfcnDl: 1850 });
    const given = { kenbs: [plain(1), plain(2), plain(3, star)], earfcns: [1300, 1850] };
    expect(kenbsAfter(given, to(202))).toEqual({ names: ['KeNB 3'], isSure: true });
  });
});
