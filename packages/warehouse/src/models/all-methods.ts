import { METHODS } from '@yijian/methods'
import { drgComplicationsMethod } from '../drg/complications-method.ts'
import { drgRegroupMethod } from '../drg/regroup-method.ts'
import type { EngineMethod } from './engine-method.ts'

const OWN: readonly EngineMethod[] = [drgRegroupMethod, drgComplicationsMethod]

/** Methods by id, as the steps of a model name them. */
export const ALL_METHODS: Readonly<Record<string, EngineMethod>> = {
  ...METHODS,
  ...Object.fromEntries(OWN.map((method) => [method.id, method])),
}
