import { describe, expect, it } from 'vitest'
import { evaluateFindings, parseTruth, type EvaluatedFinding, type TruthRow } from './evaluate.ts'

const finding = (subjectId: string, more: Partial<EvaluatedFinding> = {}): EvaluatedFinding => ({
  modelId: 'm',
  subjectType: 'visit',
  subjectId,
  memberIds: [],
  level: '高',
  excludedBy: null,
  ...more,
})
const label = (subjectId: string, kind: TruthRow['label'], more: Partial<TruthRow> = {}): TruthRow => ({
  modelId: 'm',
  label: kind,
  subjectType: 'visit',
  subjectId,
  memberIds: [],
  ...more,
})

describe('evaluation against labels', () => {
  it('counts recall over planted frauds, precision over dispatched findings, and decoys hit', () => {
    const findings = [finding('a'), finding('b'), finding('x'), finding('d')]
    const truth = [
      label('a', 'fraud'),
      label('b', 'fraud'),
      label('c', 'fraud'),
      label('d', 'decoy'),
      label('e', 'decoy'),
    ]
    expect(evaluateFindings(findings, truth)).toEqual([
      expect.objectContaining({
        recall: 2 / 3,
        precision: 0.5,
        decoyRate: 0.5,
        missed: ['c'],
        wrong: ['x', 'd'],
        decoysHitIds: ['d'],
      }),
    ])
  })

  it('leaves excluded candidates and the observation level out', () => {
    const findings = [finding('a', { excludedBy: 'EX-ONCO' }), finding('b', { level: '观察' })]
    const [result] = evaluateFindings(findings, [label('a', 'fraud'), label('b', 'fraud')])
    expect(result).toMatchObject({ found: 0, findings: 0, recall: 0, precision: null })
  })

  it('meets groups that share at least half of all members', () => {
    const truth = [label('G-1', 'fraud', { subjectType: 'group', memberIds: ['p1', 'p2', 'p3', 'p4'] })]
    const found = (memberIds: string[]) =>
      evaluateFindings([finding('G-9', { subjectType: 'group', memberIds })], truth)[0]?.found
    expect(found(['p1', 'p2'])).toBe(1)
    expect(found(['p1'])).toBe(0)
    expect(found(['p1', 'p2', 'q1'])).toBe(0)
  })

  it('meets a pair inside a labelled chain, and an institution item whatever the disease', () => {
    const chain = label('s3', 'fraud', { memberIds: ['s1', 's2', 's3'] })
    expect(evaluateFindings([finding('s2', { memberIds: ['s1', 's2'] })], [chain])[0]?.found).toBe(1)
    expect(evaluateFindings([finding('s9', { memberIds: ['s1', 's9'] })], [chain])[0]?.found).toBe(0)
    const item = label('H5|X1', 'fraud', { subjectType: 'institution' })
    expect(evaluateFindings([finding('H5|X1|I63'), finding('H5|X12|I63')], [item])[0]).toMatchObject({
      found: 1,
      correct: 1,
    })
  })
})

describe('truth file', () => {
  it('names the line that is wrong', () => {
    const good = { model_id: 'm', label: 'fraud', subject_type: 'visit', subject_id: 'a', member_ids: '["a"]' }
    expect(parseTruth([good])[0]).toMatchObject({ memberIds: ['a'] })
    expect(() => parseTruth([good, { ...good, label: 'guilty' }])).toThrow('第 3 行：label')
    expect(() => parseTruth([{ ...good, member_ids: '{' }])).toThrow('第 2 行：member_ids')
  })
})
