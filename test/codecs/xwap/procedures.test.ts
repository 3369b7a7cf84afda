import { describe, expect, it } from 'vitest';
import { xwapProcedures } from '../../../src/codecs/xwap/index.js';

describe('xwapProcedures', () => {
  it('are the 17 of the specification, by code', () => {
    expect(xwapProcedures.map(({ procedureCode }) => procedureCode)).toEqual([...Array(17).keys()]);
    const ignorable = xwapProcedures.filter(({ criticality }) => criticality === 'ignore');
    expect(ignorable.map(({ procedureCode }) => procedureCode)).toEqual([3, 4, 9, 11, 12, 15]);
    expect(ignorable.every(procedure => procedure.class === 2)).toBe(true);
    const unanswered = xwapProcedures.filter(procedure => procedure.class === 2);
    expect(unanswered.map(({ procedureCode }) => procedureCode)).toEqual([3, 4, 9, 11, 12, 15]);
  });

  it('say who sends what', () => {
    expect(xwapProcedures[7]).toEqual({
      name: 'eNBInitiatedWTModification',
      procedureCode: 7,
      criticality: 'reject',
      class: 1,
      signalling: 'UE-associated',
      messages: [
        { name: 'WTModificationRequest', outcome: 'initiatingMessage', sender: 'eNB' },
        { name: 'WTModificationRequestAcknowledge', outcome: 'successfulOutcome', sender: 'WT' },
        { name: 'WTModificationRequestReject', outcome: 'unsuccessfulOutcome', sender: 'WT' },
      ],
    });
    expect(xwapProcedures[10]?.messages).toEqual([
      { name: 'WTReleaseRequired', outcome: 'initiatingMessage', sender: 'WT' },
      { name: 'WTReleaseConfirm', outcome: 'successfulOutcome', sender: 'eNB' },
    ]);
    expect(xwapProcedures[5]?.messages.map(({ sender }) => sender)).toEqual(['either', 'either']);
  });
});
