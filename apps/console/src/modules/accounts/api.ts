import { accountsEndpoints, type Account, type AuditEntry } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput, type OutputOf } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'

const client = clientFor(accountsEndpoints)
type Inputs = { [K in keyof typeof accountsEndpoints]: CallInput<(typeof accountsEndpoints)[K]> }
export type AccountData = OutputOf<typeof Account>
export type Entry = OutputOf<typeof AuditEntry>
export type NewAccount = Inputs['createAccount']['body']
export type AccountPatch = Inputs['updateAccount']['body']

export function useAccounts(query: Inputs['listAccounts']['query']) {
  return useQuery({ ...endpointQuery(client, 'listAccounts', { query }), placeholderData: keepPreviousData })
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['listAccounts'] })
}

export function useCreateAccount() {
  return useMutation({ mutationFn: (body: NewAccount) => client.call.createAccount({ body }), onSuccess: useRefresh() })
}

export function useUpdateAccount() {
  return useMutation({
    mutationFn: ({ accountId, body }: { accountId: string; body: AccountPatch }) =>
      client.call.updateAccount({ params: { accountId }, body }),
    onSuccess: useRefresh(),
  })
}

export function useResetPassword() {
  return useMutation({
    mutationFn: (accountId: string) => client.call.resetPassword({ params: { accountId } }),
    onSuccess: useRefresh(),
  })
}

export function useAudit(query: Inputs['listAudit']['query']) {
  return useQuery({ ...endpointQuery(client, 'listAudit', { query }), placeholderData: keepPreviousData })
}

export function useVerifyAudit() {
  return useMutation({ mutationFn: () => client.call.verifyAudit({}) })
}
