import { describe, expect, it } from 'vitest';
import { errorIndication, wtModificationRequired } from '../../../src/codecs/xwap/index.js';
import { acknowledge, addition, IDS, modification, sKwtOf } from '../lte/peer.js';
import { eventsOf, followXw, pdu, sctp } from './peer.js';

const error = errorIndication({ ...IDS, cause: { choice: 'protocol', value: 'semantic-error' } });
const setUp = [sctp('enb', [pdu(1, addition(sKwtOf(0)))]), sctp('wt', [pdu(1, acknowledge())])];
const request = sctp('enb', [pdu(2, modification(sKwtOf(1)))]);

const outcomes = (...packets: readonly Uint8Array[]) =>
  eventsOf(followXw([...setUp, ...packets]), 'xwapProcedure').flatMap(({ procedure, outcome }) =>
    procedure === 'wTAdditionPreparation' ? [] : [[procedure, outcome]],
  );

describe('an Error Indication that names no procedure', () => {
  it('ends the one that its sender was asked for', () => {
    expect(outcomes(request, sctp('wt', [pdu(2, error)]))).toEqual([
      ['eNBInitiatedWTModification', 'unsuccessful'],
    ]);
  });

  it('ends none that its sender asked for: it is about something else', () => {
    expect(outcomes(request, sctp('enb', [pdu(3, error)]))).toEqual([
      ['eNBInitiatedWTModification', 'unanswered'],
    ]);
  });

  it('ends the right one of two that cross', () => {
    const required = sctp('wt', [
      pdu(2, wtModificationRequired({ ...IDS, cause: { choice: 'radioNetwork', value: 'unspecified' } })),
    ]);
    expect(outcomes(request, required, sctp('enb', [pdu(3, error)]))).toEqual([
      ['wTInitiatedWTModification', 'unsuccessful'],
      ['eNBInitiatedWTModification', 'unanswered'],
    ]);
  });
});
