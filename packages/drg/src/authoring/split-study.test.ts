import { parseYuan } from '@yijian/kernel'
import { describe, expect, it } from 'vitest'
import { formatRatio, parseRatio } from '../payment/ratio.ts'
import { studySplit, type SplitCase } from './split-study.ts'

const one = (id: string, drg: string, [part, cost]: readonly [string, string]): SplitCase => ({ id, hospital: 'H1', status: 'grouped', drg, part, los: 5, cost: parseYuan(cost) }) // prettier-ignore

/** Thirty-two children at 2,000 and thirty-two adults at 4,000 in ES15; ES13 is not touched. */
const cases = [
  ...Array.from({ length: 32 }, (_, i) => one(`a${i}`, 'ES15', ['ES1A', '2000.00'])),
  ...Array.from({ length: 32 }, (_, i) => one(`b${i}`, 'ES15', ['ES15', '4000.00'])),
  ...Array.from({ length: 10 }, (_, i) => one(`c${i}`, 'ES13', ['ES13', `${9000 + i}.00`])),
]
const weights = new Map([['ES15', parseRatio('0.6')], ['ES13', parseRatio('1.8')]]) // prettier-ignore

describe('a local split', () => {
  it('gives each part its own mean and weight, and keeps the total weight of the touched cases', () => {
    const study = studySplit(cases, { parts: ['ES13', 'ES1A', 'ES15'], weights, given: new Map() })
    // Mean of the touched 3,000: parts at 2/3 and 4/3 of 0.6.
    expect([...study.weights].map(([drg, weight]) => [drg, formatRatio(weight)])).toEqual([['ES15', '0.8'], ['ES1A', '0.4']]) // prettier-ignore
    expect(study.total).toEqual({ before: parseRatio('38.4'), after: parseRatio('38.4') })
    expect(study.after.map(({ drg, n, mean, cv }) => [drg, n, mean, cv === null ? null : Math.round(cv * 1e6)])).toEqual([['ES13', 10, 900450n, 336], ['ES1A', 32, 200000n, 0], ['ES15', 32, 400000n, 0]]) // prettier-ignore
    expect(study.before.find(({ drg }) => drg === 'ES15')).toMatchObject({ n: 64, mean: 300000n })
    expect(study.rivWithin).toEqual({ before: 0, after: 1 })
    expect(study.riv.after).toBeGreaterThan(study.riv.before)
    expect([study.touched, study.empty]).toEqual([64, []])
  })

  it('does not depend on the order of cases, lets a weight given by hand win, and names empty parts', () => {
    const options = { parts: ['ES1A', 'ES15', 'ES1B'], weights, given: new Map([['ES1B', parseRatio('2')]]) }
    const [forth, back] = [studySplit(cases, options), studySplit(cases.toReversed(), options)]
    expect(back).toEqual(forth)
    expect(forth.empty).toEqual(['ES1B'])
    expect(forth.weights.get('ES1B')).toBe(parseRatio('2'))
  })

  it('lets small parts lean on the mean of what they were split from', () => {
    const few = [...cases.slice(0, 3), ...cases.slice(32, 64)]
    const study = studySplit(few, { parts: ['ES1A', 'ES15'], weights, given: new Map() })
    expect(Number(study.weights.get('ES1A')) / Number(study.weights.get('ES15'))).toBeGreaterThan(0.85)
  })
})
