import { accountsEndpoints } from '@yijian/contract'
import { useQuery } from '@tanstack/react-query'
import { endpointQuery } from '@yijian/web-kit'
import { clientFor } from './client.ts'

const client = clientFor({ listRegions: accountsEndpoints.listRegions })

/** 区县: names for filters and scopes; empty until known. */
export function useRegions(): readonly { readonly admdvs: string; readonly name: string }[] {
  const query = useQuery({ ...endpointQuery(client, 'listRegions', {}), staleTime: 30 * 60_000 })
  return query.data?.rows ?? []
}
