import type { Endpoint } from '@yijian/contract'
import { queryOptions } from '@tanstack/react-query'
import type { CallInput, CallOutput, Client } from './client.ts'

/** A read endpoint as a cached query; its key is the endpoint's name and what was asked. */
export function endpointQuery<T extends Record<string, Endpoint>, K extends keyof T & string>(
  client: Client<T>,
  ...[name, input]: [K, CallInput<T[K]>]
) {
  return queryOptions({
    queryKey: [name, input] as const,
    queryFn: ({ signal }): Promise<CallOutput<T[K]>> => client.call[name](input, { signal }),
  })
}
