import { planInstitutions } from '../places/institutions.ts'
import { planConsumableBenchmarks, planDrugBenchmarks, planRehabBenchmarks } from './benchmark-cases.ts'
import { type BookRequest, openCaseBook } from './case-book.ts'
import { planCheckups } from './checkup-cases.ts'
import { planConflicts } from './conflict-cases.ts'
import { planFrequency } from './frequency-cases.ts'
import { planGroups } from './group-cases.ts'
import { planIdleStays } from './idle-cases.ts'
import { planLowStandard } from './low-standard-cases.ts'
import { type CityPlan } from './plan.ts'
import { planReadmissions } from './readmission-cases.ts'
import { planShifting } from './shifting-cases.ts'
import { planSimilarCases } from './similarity-cases.ts'
import { planUpcoding } from './upcoding-cases.ts'

/** Who will be what in a city: schemes, hard negatives and the people and institutions they need. */
export function planCity(request: Omit<BookRequest, 'institutions'>): CityPlan {
  const book = openCaseBook({ ...request, institutions: planInstitutions(request.persons, request.seed) })
  planGroups(book)
  planReadmissions(book)
  planLowStandard(book)
  planCheckups(book)
  planFrequency(book)
  planShifting(book)
  planSimilarCases(book)
  planConflicts(book)
  planIdleStays(book)
  planDrugBenchmarks(book)
  planRehabBenchmarks(book)
  planConsumableBenchmarks(book)
  planUpcoding(book)
  return book.finish()
}
