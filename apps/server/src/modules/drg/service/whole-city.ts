import { AppError } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'

/** Reports and simulations show every hospital: whoever sees only a part of the city does not see them. */
export function checkWholeCity({ scope }: Access): void {
  if (scope.kind !== 'city') throw new AppError('denied', 'drg.whole-city', '全市汇总须有全市的数据范围')
}
