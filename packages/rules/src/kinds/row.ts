import type { RuleKind, Severity, Stage } from '../kind.ts'
import type { ParamName, Params } from '../params.ts'
import { SHAPES, type ShapeId } from '../templates.ts'

/** A rule kind as one line of a table: number, slug, official code (GZ, null when none), name, severity, stages, shape, what a point must carry, defaults, message. */
export type KindRow = readonly [
  seq: number,
  slug: string,
  gz: string | null,
  name: string,
  severity: Severity,
  stages: 'BDA' | 'bDA' | 'DA' | 'A',
  shape: ShapeId,
  needs: readonly ParamName[],
  defaults: Params,
  message: string,
]

const STAGES: Readonly<Record<KindRow[5], readonly Stage[]>> = {
  BDA: ['B', 'D', 'A'],
  bDA: ['B', 'D', 'A'],
  DA: ['D', 'A'],
  A: ['A'],
}

export interface KindClass {
  readonly cat1: RuleKind['cat1']
  readonly cat2: string
}

export function kindsOf({ cat1, cat2 }: KindClass, rows: readonly KindRow[]): readonly RuleKind[] {
  return rows.map(([seq, slug, gz, name, severity, stages, shape, needs, defaults, message]) => ({
    id: `R${seq}`,
    slug,
    gz,
    name,
    cat1,
    cat2,
    severity,
    stages: STAGES[stages],
    hintInB: stages === 'bDA' || ['T5', 'T10'].includes(SHAPES[shape].template),
    template: SHAPES[shape].template,
    shape,
    needs,
    defaults,
    message,
  }))
}
