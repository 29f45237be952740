import { compileRelease, createEvaluator, RULE_KINDS, type CompiledRelease, type Evaluator, type Release } from '@yijian/rules' // prettier-ignore

/** The release that judges now. Replaced as a whole: a request holds one from beginning to end. */
export interface Judging {
  readonly releaseId: string
  readonly title: string
  readonly hash: string
  readonly state: 'active' | 'trial'
  readonly since: Date
  readonly release: Release
  readonly compiled: CompiledRelease
  readonly evaluator: Evaluator
}

export interface ActiveRelease {
  /** Undefined before the first release. */
  current(): Judging | undefined
  swap(next: Judging): void
  /** A fresh evaluator of the same release: after a defect, or when it has met too many codes. */
  renew(old: Judging): void
}

export function createActiveRelease(): ActiveRelease {
  let judging: Judging | undefined
  return {
    current: () => judging,
    swap: (next) => {
      judging = next
    },
    renew: (old) => {
      if (judging === old) judging = { ...old, evaluator: createEvaluator(old.compiled) }
    },
  }
}

/** Compiles before anything is replaced. A point that does not compile is listed in `compiled.failed`. */
export function compile(release: Release): CompiledRelease {
  return compileRelease(release, RULE_KINDS)
}
