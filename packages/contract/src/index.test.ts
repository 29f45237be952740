import { expect, it } from 'vitest'
import * as contract from './index.ts'

it('no two modules name an endpoint alike: the later would silently take the place of the earlier', () => {
  const { platformEndpoints, dataResourcesEndpoints, supervisionEndpoints, rulesEndpoints } = contract
  const { drgEndpoints, selfCheckEndpoints, cockpitEndpoints, accountsEndpoints, contractEndpoints } = contract
  const modules = [platformEndpoints, dataResourcesEndpoints, supervisionEndpoints, rulesEndpoints, drgEndpoints, selfCheckEndpoints, cockpitEndpoints, accountsEndpoints] // prettier-ignore
  const names = modules.flatMap((module) => Object.keys(module)).sort()
  expect(names).toEqual(Object.keys(contractEndpoints).sort())
  const addresses = Object.values(contractEndpoints).map(({ method, path }) => `${method} ${path.replace(/:\w+|\{\w+\}/g, '*')}`) // prettier-ignore
  expect(addresses.filter((address, at) => addresses.indexOf(address) !== at)).toEqual([])
})
