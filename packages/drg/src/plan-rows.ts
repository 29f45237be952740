export interface PlanMdc {
  readonly mdc: string
  readonly name: string
  readonly rule: string
  /** Rules [first, end) of the scheme belong to it. */
  readonly first: number
  readonly end: number
}
export interface PlanRule {
  readonly ruleId: string
  readonly mdc: string
  readonly adrg: string
  readonly name: string
  readonly rule: string
  readonly ambiguous: boolean
  readonly drgs: readonly PlanDrg[]
}
export interface PlanDrg {
  readonly drg: string
  readonly name: string
  readonly split: string
}
