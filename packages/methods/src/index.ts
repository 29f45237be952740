import { benjaminiHochbergMethod } from './benjamini-hochberg.ts'
import { clusterDistanceMethod } from './clustering/cluster-distance.ts'
import { densityClusteringMethod } from './clustering/method.ts'
import { communitiesMethod } from './communities/method.ts'
import { doubleExpSmoothingMethod } from './double-exp-smoothing.ts'
import { tfidfEmbeddingMethod } from './embedding/method.ts'
import { groupSimilarityMethod } from './group-similarity.ts'
import { cartMethod } from './learners/cart.ts'
import { logisticCoefficientsMethod, logisticMethod } from './learners/logistic.ts'
import { mannWhitneyEachMethod, mannWhitneyMethod } from './mann-whitney.ts'
import { kPrototypesMethod } from './prototypes/method.ts'
import { fixedEffectsCoefficientsMethod, fixedEffectsRegressionMethod } from './regression.ts'
import { robustDistanceMethod } from './robust/robust-distance.ts'
import type { Method } from './table.ts'
import { similarTextsMethod } from './texts/similar-texts.ts'
import { normalTailMethod, poissonTailMethod } from './tails.ts'

export * from './table.ts'

const ALL: readonly Method[] = [
  communitiesMethod,
  poissonTailMethod,
  normalTailMethod,
  fixedEffectsRegressionMethod,
  fixedEffectsCoefficientsMethod,
  tfidfEmbeddingMethod,
  densityClusteringMethod,
  clusterDistanceMethod,
  groupSimilarityMethod,
  similarTextsMethod,
  mannWhitneyMethod,
  mannWhitneyEachMethod,
  benjaminiHochbergMethod,
  robustDistanceMethod,
  cartMethod,
  logisticMethod,
  logisticCoefficientsMethod,
  doubleExpSmoothingMethod,
  kPrototypesMethod,
]

/** Methods by id, as the steps of a model name them. */
export const METHODS: Readonly<Record<string, Method>> = Object.fromEntries(ALL.map((method) => [method.id, method]))
