import type { BacktestSample } from './backtest-report.ts'
import type { ExplainedHit } from './history.ts'

const SAMPLES = 100

export interface SampleOffer {
  readonly jrId: string
  readonly inst: string
  readonly onlyIn: 'draft' | 'both'
  readonly explain: () => ExplainedHit
}

export interface Samples {
  /** The hit is put into words only when it may be drawn. */
  offer(offer: SampleOffer): void
  drawn(): BacktestSample[]
}

/** Draws institutions in turn, in each the hits with the smallest numbers (which are hashes): the same hits give the same sample. */
export function createSamples(): Samples {
  const byInstitution = new Map<string, BacktestSample[]>()
  return {
    offer({ jrId, inst, onlyIn, explain }) {
      const kept = byInstitution.get(inst) ?? []
      byInstitution.set(inst, kept)
      if (kept.length === SAMPLES && jrId >= kept.at(-1)!.jrId) return
      const at = kept.findIndex((sample) => sample.jrId > jrId)
      kept.splice(at < 0 ? kept.length : at, 0, sampleOf(explain(), onlyIn))
      if (kept.length > SAMPLES) kept.pop()
    },
    drawn() {
      const lists = [...byInstitution].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kept]) => kept)
      const samples: BacktestSample[] = []
      for (let turn = 0; turn < SAMPLES && samples.length < SAMPLES; turn++)
        for (const kept of lists) if (turn < kept.length && samples.length < SAMPLES) samples.push(kept[turn]!)
      return samples
    },
  }
}

function sampleOf(hit: ExplainedHit, onlyIn: SampleOffer['onlyIn']): BacktestSample {
  const { jrId, kind, kpId, psnNo, mdtrtId, inst, day, amount, message, facts, lines } = hit
  return { jrId, kind, kpId, psnNo, mdtrtId, fixmedinsCode: inst, day, amountFen: String(amount), message, facts, lines, onlyIn } // prettier-ignore
}
