import { cockpitEndpoints, type Overview } from '@yijian/contract'
import { useQuery } from '@tanstack/react-query'
import { endpointQuery, type OutputOf } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'

const client = clientFor(cockpitEndpoints)
export type OverviewData = OutputOf<typeof Overview>

export function useOverview() {
  return useQuery(endpointQuery(client, 'overview', {}))
}
